import { Module } from '@nestjs/common';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { IdentityConfig, identityConfig } from './config.js';
import { FirstStart } from './first-start.js';
import { Passwords } from './person/passwords.js';
import { PersonController } from './person/person.controller.js';
import { PersonService } from './person/person.service.js';
import { AccessTokens } from './session/access-tokens.js';
import { DeviceController } from './session/device.controller.js';
import { DeviceService } from './session/device.service.js';
import { RefreshTokens } from './session/refresh-tokens.js';
import { SessionController } from './session/session.controller.js';
import { SessionService } from './session/session.service.js';
import { SignInFailures } from './session/sign-in-failures.js';
import { SignInService } from './session/sign-in.service.js';
import { SigningKeys } from './session/signing-keys.js';
import { UnitService } from './unit/unit.service.js';

/** The wiring of identity. */
@Module({
  controllers: [PersonController, SessionController, DeviceController],
  providers: [
    {
      provide: IdentityConfig,
      inject: [SETTINGS],
      useFactory: (settings: ServiceSettings) => identityConfig(settings),
    },
    Passwords,
    PersonService,
    UnitService,
    SigningKeys,
    AccessTokens,
    RefreshTokens,
    SignInFailures,
    SignInService,
    SessionService,
    DeviceService,
    FirstStart,
  ],
})
export class IdentityModule {}
