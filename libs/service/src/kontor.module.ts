import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Logger } from '@kontor/telemetry/logger';
import { AuditParts } from './audit-parts.js';
import type { ServiceSettings } from './config.js';

/** Injection token of the service's settings (type ServiceSettings). */
export const SETTINGS = Symbol('settings');
/** Injection token of the service's logger (type Logger). */
export const LOGGER = Symbol('logger');

/** What the libraries give to a service. */
export interface ServiceParts {
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  audit: AuditParts;
  customFields: CustomFields;
  settings: ServiceSettings;
  logger: Logger;
}

/** The root module: the service's own module, and the libraries' parts for all to inject. */
@Module({})
export class KontorModule {
  static around(module: Type, controllers: Type[], parts: ServiceParts): DynamicModule {
    const providers = [
      { provide: DataSource, useValue: parts.dataSource },
      { provide: UnitOfWork, useValue: parts.unitOfWork },
      { provide: AuditParts, useValue: parts.audit },
      { provide: CustomFields, useValue: parts.customFields },
      {
        provide: CustomValueWriter,
        useValue: new CustomValueWriter(parts.customFields, parts.dataSource),
      },
      { provide: SETTINGS, useValue: parts.settings },
      { provide: LOGGER, useValue: parts.logger },
    ];
    return {
      module: KontorModule,
      global: true,
      imports: [module],
      controllers,
      providers,
      exports: providers,
    };
  }
}
