import { Module } from '@nestjs/common';
import { CustomerAccessController } from './access/access.controller.js';
import { CustomerAccess } from './access/access.service.js';
import { ContactService } from './contact/contact.service.js';
import { CustomerNumbers } from './customer/customer-numbers.js';
import { CustomerController } from './customer/customer.controller.js';
import { CustomerService } from './customer/customer.service.js';
import { HandoverConsumer } from './handover/handover.consumer.js';
import { HandoverJob } from './handover/handover.job.js';
import { ImportBadRows } from './import/import-bad-rows.js';
import { ImportLeases } from './import/import-lease.js';
import { ImportTidy } from './import/import-tidy.js';
import { ImportUpload } from './import/import-upload.js';
import { ImportController } from './import/import.controller.js';
import { ImportJob } from './import/import.job.js';
import { ImportService } from './import/import.service.js';
import { InteractionService } from './interaction/interaction.service.js';
import { DossierService } from './ownership/dossier.service.js';
import { DossiersService } from './ownership/dossiers.service.js';
import { OwnersService } from './ownership/owners.service.js';
import { OwnershipController } from './ownership/ownership.controller.js';
import { RotationController } from './rotation/rotation.controller.js';
import { RotationJob } from './rotation/rotation.job.js';
import { RotationService } from './rotation/rotation.service.js';

@Module({
  controllers: [
    CustomerController,
    CustomerAccessController,
    ImportController,
    OwnershipController,
    RotationController,
    HandoverConsumer,
  ],
  providers: [
    CustomerNumbers,
    CustomerService,
    CustomerAccess,
    ContactService,
    InteractionService,
    ImportService,
    ImportUpload,
    ImportBadRows,
    ImportLeases,
    ImportTidy,
    ImportJob,
    OwnersService,
    DossierService,
    DossiersService,
    RotationService,
    HandoverJob,
    RotationJob,
  ],
})
export class CustomerModule {}
