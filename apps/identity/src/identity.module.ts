import { Module } from '@nestjs/common';
import type { ServiceSettings } from '@kontor/service/config';
import { openStore } from '@kontor/files/open-store';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BeatJob } from './beat/beat.job.js';
import { RetellJob } from './retell/retell.job.js';
import { AuditConsumer } from './audit/audit.consumer.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditDigests } from './audit/audit-digests.js';
import { AuditKeys } from './audit/audit-keys.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditService } from './audit/audit.service.js';
import { DIGEST_STORE, DigestJob } from './audit/digest.job.js';
import { MassReads } from './audit/mass-reads.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { CalendarService } from './calendar/calendar.service.js';
import { ApiKeyController } from './api-key/api-key.controller.js';
import { ApiKeyService } from './api-key/api-key.service.js';
import { IdentityConfig, identityConfig } from './config.js';
import { CustomFieldController } from './custom-field/custom-field.controller.js';
import { CustomFieldService } from './custom-field/custom-field.service.js';
import { FieldUseConsumer } from './custom-field/field-use.consumer.js';
import { FormUseConsumer } from './form/form-use.consumer.js';
import { FieldQualityConsumer } from './custom-field/field-quality.consumer.js';
import { EmploymentController } from './employment/employment.controller.js';
import { EmploymentService } from './employment/employment.service.js';
import { LastDayJob } from './employment/last-day.job.js';
import { TypeChangeConsumer } from './type-change/type-change.consumer.js';
import { TypeChangeController } from './type-change/type-change.controller.js';
import { TypeChangeService } from './type-change/type-change.service.js';
import { FormController } from './form/form.controller.js';
import { FormViewService } from './form/form-view.service.js';
import { FormService } from './form/form.service.js';
import { FirstStart } from './first-start.js';
import { HandoverConsumer } from './handover/handover.consumer.js';
import { HandoverController } from './handover/handover.controller.js';
import { HandoverService } from './handover/handover.service.js';
import { PeopleImportController } from './import/people-import.controller.js';
import { PeopleImportService } from './import/people-import.service.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { OrganisationService } from './organisation/organisation.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcProvider } from './oidc/oidc-provider.js';
import { OidcService } from './oidc/oidc.service.js';
import { PasswordController } from './password/password.controller.js';
import { PasswordService } from './password/password.service.js';
import { PasswordTokens } from './password/password-tokens.js';
import { OwnPassword } from './person/own-password.js';
import { Passwords } from './person/passwords.js';
import { PersonController } from './person/person.controller.js';
import { PersonService } from './person/person.service.js';
import { RoleController } from './role/role.controller.js';
import { RoleService } from './role/role.service.js';
import { AnswerService } from './read-request/answer.service.js';
import { ReadRequestConsumer } from './read-request/read-request.consumer.js';
import { ReadRequestController } from './read-request/read-request.controller.js';
import { ReadRequestService } from './read-request/read-request.service.js';
import { AccessTokens } from './session/access-tokens.js';
import { DeviceController } from './session/device.controller.js';
import { DeviceService } from './session/device.service.js';
import { RefreshTokens } from './session/refresh-tokens.js';
import { SessionController } from './session/session.controller.js';
import { SessionService } from './session/session.service.js';
import { SignInFailures } from './session/sign-in-failures.js';
import { SignInService } from './session/sign-in.service.js';
import { SigningKeys } from './session/signing-keys.js';
import { SubstitutionController } from './substitution/substitution.controller.js';
import { SubstitutionService } from './substitution/substitution.service.js';
import { SecondFactor } from './totp/second-factor.js';
import { TotpController } from './totp/totp.controller.js';
import { TotpService } from './totp/totp.service.js';
import { UnitService } from './unit/unit.service.js';

/** The wiring of identity. */
@Module({
  controllers: [
    PersonController,
    EmploymentController,
    PeopleImportController,
    CalendarController,
    SessionController,
    DeviceController,
    PasswordController,
    ApiKeyController,
    TotpController,
    OidcController,
    AuditController,
    AuditConsumer,
    SubstitutionController,
    ReadRequestController,
    ReadRequestConsumer,
    OrganisationController,
    HandoverController,
    HandoverConsumer,
    RoleController,
    CustomFieldController,
    FieldQualityConsumer,
    FormUseConsumer,
    FieldUseConsumer,
    FormController,
    TypeChangeConsumer,
    TypeChangeController,
  ],
  providers: [
    {
      provide: IdentityConfig,
      inject: [SETTINGS],
      useFactory: (settings: ServiceSettings) => identityConfig(settings),
    },
    {
      provide: DIGEST_STORE,
      inject: [IdentityConfig, LOGGER],
      useFactory: ({ auditDigestFolder: value }: IdentityConfig, logger: Logger) =>
        value && openStore({ variable: 'AUDIT_DIGEST_FOLDER', value, label: 'audit digests' }, logger),
    },
    Passwords,
    PersonService,
    UnitService,
    EmploymentService,
    PeopleImportService,
    HandoverService,
    LastDayJob,
    CalendarService,
    SigningKeys,
    AccessTokens,
    RefreshTokens,
    SignInFailures,
    SignInService,
    SessionService,
    DeviceService,
    OwnPassword,
    PasswordTokens,
    PasswordService,
    ApiKeyService,
    SecondFactor,
    TotpService,
    OidcProvider,
    OidcService,
    AuditKeys,
    AuditDigests,
    AuditLog,
    AuditService,
    MassReads,
    DigestJob,
    FirstStart,
    SubstitutionService,
    ReadRequestService,
    AnswerService,
    RoleService,
    CustomFieldService,
    FormService,
    FormViewService,
    TypeChangeService,
    BeatJob,
    RetellJob,
    OrganisationService,
  ],
})
export class IdentityModule {}
