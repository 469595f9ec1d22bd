import { Module } from '@nestjs/common';
import { TELL_MOVED } from '@kontor/custom-fields/moved-references';
import { SectionReader } from '@kontor/service/sections';
import { CustomerAccessController } from './access/access.controller.js';
import { CustomerAccess } from './access/access.service.js';
import { AssignService } from './assignment/assign.service.js';
import { AssignmentController } from './assignment/assignment.controller.js';
import { AssignmentRulesService } from './assignment/assignment-rules.service.js';
import { ContactLifeService } from './contact/contact-life.service.js';
import { ContactService } from './contact/contact.service.js';
import { ConversionEndConsumer } from './convert/conversion-end.consumer.js';
import { ConvertController } from './convert/convert.controller.js';
import { ConversionTermJob } from './convert/conversion-term.job.js';
import { ConvertService } from './convert/convert.service.js';
import { CustomerNumbers } from './customer/customer-numbers.js';
import { CustomerController } from './customer/customer.controller.js';
import { CustomerService } from './customer/customer.service.js';
import { ExportLeases } from './export/export-lease.js';
import { ExportController } from './export/export.controller.js';
import { ExportJob } from './export/export.job.js';
import { ExportService } from './export/export.service.js';
import { ExternalIdController } from './external-id/external-id.controller.js';
import { ExternalIdService } from './external-id/external-id.service.js';
import { ContactGuardController } from './contact-guard/contact-guard.controller.js';
import { ContactGuardService } from './contact-guard/contact-guard.service.js';
import { FestivalService } from './important-day/festival.service.js';
import { ImportantDayConsumer } from './important-day/important-day.consumer.js';
import { ImportantDayController } from './important-day/important-day.controller.js';
import { ImportantDayJob } from './important-day/important-day.job.js';
import { ImportantDayService } from './important-day/important-day.service.js';
import { SegmentConsumer } from './segment/segment.consumer.js';
import { SegmentController } from './segment/segment.controller.js';
import { SegmentJob } from './segment/segment.job.js';
import { SegmentChanges } from './segment/segment-changes.service.js';
import { SegmentMembers } from './segment/segment-members.service.js';
import { SegmentService } from './segment/segment.service.js';
import { HandoverConsumer } from './handover/handover.consumer.js';
import { HandoverJob } from './handover/handover.job.js';
import { ImportBadRows } from './import/import-bad-rows.js';
import { ImportLeases } from './import/import-lease.js';
import { ImportTidy } from './import/import-tidy.js';
import { ImportUpload } from './import/import-upload.js';
import { ImportChanges } from './import/import-changes.js';
import { ImportUndo } from './import/import-undo.js';
import { ImportController } from './import/import.controller.js';
import { ImportJob } from './import/import.job.js';
import { ImportService } from './import/import.service.js';
import { InteractionService } from './interaction/interaction.service.js';
import { DuplicateController } from './duplicate/duplicate.controller.js';
import { DuplicateLookup } from './duplicate/duplicate-lookup.js';
import { DuplicatePairs } from './duplicate/duplicate-pairs.service.js';
import { DuplicateScans } from './duplicate/duplicate-scans.service.js';
import { RemakeJob } from './duplicate/remake.job.js';
import { ScanJob } from './duplicate/scan.job.js';
import { MergeController } from './merge/merge.controller.js';
import { MergeService } from './merge/merge.service.js';
import { MergePreviews } from './merge/merge-preview.js';
import { MergeUndo } from './merge/merge-undo.js';
import { tellMoved } from './merge/tell-moved.js';
import { OpenDealConsumer } from './deal/open-deal.consumer.js';
import { DossierService } from './ownership/dossier.service.js';
import { DossiersService } from './ownership/dossiers.service.js';
import { OwnersService } from './ownership/owners.service.js';
import { OwnershipController } from './ownership/ownership.controller.js';
import { ClaimsService } from './pool/claims.service.js';
import { PoolController } from './pool/pool.controller.js';
import { PoolsService } from './pool/pools.service.js';
import { RotationController } from './rotation/rotation.controller.js';
import { RotationJob } from './rotation/rotation.job.js';
import { RotationService } from './rotation/rotation.service.js';
import { CalendarConsumer } from './strategy/calendar.consumer.js';
import { DryRunService } from './strategy/dry-run.service.js';
import { FollowUpsService } from './strategy/follow-ups.service.js';
import { FreezeService } from './strategy/freeze.service.js';
import { StrategyBook } from './strategy/strategy-book.js';
import { StrategySettingsService } from './strategy/strategy-settings.service.js';
import { StrategyController } from './strategy/strategy.controller.js';
import { HoldingJob } from './strategy/holding.job.js';
import { StrategyJob } from './strategy/strategy.job.js';
import { openStore } from '@kontor/files/open-store';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { EXPORT_STORE, exportsFolder } from './export/config.js';
import { fileSettings, FILE_STORE, FILES, type FileSettings } from './file/config.js';
import { FileUpload } from './file/file-upload.js';
import { FileController } from './file/file.controller.js';
import { FileJob } from './file/file.job.js';
import { FileService } from './file/file.service.js';
import { OutcomeTemplateController } from './outcome-template/outcome-template.controller.js';
import { OutcomeTemplateService } from './outcome-template/outcome-template.service.js';
import { TELEPHONY, telephonySettings } from './telephony/config.js';
import { ExtensionService } from './telephony/extension.service.js';
import { TelephonyController } from './telephony/telephony.controller.js';
import { TelephonyJob } from './telephony/telephony.job.js';
import { TelephonyService } from './telephony/telephony.service.js';
import { IngestService } from './triage/ingest.service.js';
import { TriageController } from './triage/triage.controller.js';
import { TriageService } from './triage/triage.service.js';
import { NextContactsService } from './visit-plan/next-contacts.service.js';
import { PlannedVisitsService } from './visit-plan/planned-visits.service.js';
import { VisitPlanController } from './visit-plan/visit-plan.controller.js';
import { VisitPlanJob } from './visit-plan/visit-plan.job.js';
import { VisitPlanService } from './visit-plan/visit-plan.service.js';
import { MetricController } from './metric/metric.controller.js';
import { LETTERS, letterSettings } from './letter/config.js';
import { LetterConsumer } from './letter/letter.consumer.js';
import { MAIL_FILES, mailFilesFolder } from './mail-file/config.js';
import { MailFileKeeper } from './mail-file/mail-file-keeper.js';
import { MailFileJob } from './mail-file/mail-file.job.js';
import { MailConsumer } from './triage/mail.consumer.js';
import { UnsubscribeController } from './letter/unsubscribe.controller.js';
import { UnsubscribeService } from './letter/unsubscribe.service.js';
import { CountJob } from './count/count.job.js';
import { CustomerFilters } from './customer/customer-filters.js';
import { MetricJob } from './metric/metric.job.js';
import { MetricValuesService } from './metric/metric-values.service.js';
import { MetricService } from './metric/metric.service.js';
import { PublicSearchService } from './search/public-search.service.js';
import { PanoramaController } from './panorama/panorama.controller.js';
import { PanoramaSections } from './panorama/panorama-sections.js';
import { PanoramaService } from './panorama/panorama.service.js';
import { SearchController } from './search/search.controller.js';
import { SearchService } from './search/search.service.js';
import { StageHistoryController } from './stage-history/stage-history.controller.js';
import { StageHistoryService } from './stage-history/stage-history.service.js';
import { SubmissionTrayService } from './web-lead/submission-tray.service.js';
import { SubmissionTurner } from './web-lead/submission-turner.js';
import { TouchController } from './touch/touch.controller.js';
import { TouchService } from './touch/touch.service.js';
import { TidyJob } from './tidy.job.js';
import { WebFormService } from './web-lead/web-form.service.js';
import { WebLeadController } from './web-lead/web-lead.controller.js';
import { WebLeadJob } from './web-lead/web-lead.job.js';

@Module({
  controllers: [
    PanoramaController,
    SearchController,
    MetricController,
    StageHistoryController,
    LetterConsumer,
    MailConsumer,
    UnsubscribeController,
    WebLeadController,
    TouchController,
    OutcomeTemplateController,
    TriageController,
    TelephonyController,
    FileController,
    VisitPlanController,
    CustomerController,
    CustomerAccessController,
    ImportController,
    ExportController,
    ExternalIdController,
    OwnershipController,
    RotationController,
    DuplicateController,
    MergeController,
    ConvertController,
    ConversionEndConsumer,
    OpenDealConsumer,
    HandoverConsumer,
    StrategyController,
    CalendarConsumer,
    PoolController,
    AssignmentController,
    SegmentController,
    SegmentConsumer,
    ImportantDayController,
    ImportantDayConsumer,
    ContactGuardController,
  ],
  providers: [
    SectionReader,
    PanoramaSections,
    PanoramaService,
    SearchService,
    PublicSearchService,
    MetricService,
    MetricValuesService,
    MetricJob,
    CountJob,
    UnsubscribeService,
    { provide: LETTERS, useFactory: () => letterSettings() },
    CustomerFilters,
    StageHistoryService,
    SubmissionTurner,
    TouchService,
    WebLeadJob,
    TidyJob,
    WebFormService,
    SubmissionTrayService,
    { provide: FILES, useFactory: () => fileSettings() },
    {
      provide: FILE_STORE,
      inject: [FILES, LOGGER],
      useFactory: ({ folder }: FileSettings, logger: Logger) =>
        openStore({ variable: 'FILES_FOLDER', value: folder, label: 'files' }, logger),
    },
    {
      provide: EXPORT_STORE,
      inject: [LOGGER],
      useFactory: (logger: Logger) =>
        openStore({ variable: 'EXPORTS_FOLDER', value: exportsFolder(), label: 'exports' }, logger),
    },
    {
      provide: MAIL_FILES,
      inject: [LOGGER],
      useFactory: (logger: Logger) => {
        const folder = mailFilesFolder();
        return folder
          ? openStore({ variable: 'MAIL_FILES_FOLDER', value: folder, label: 'mail' }, logger)
          : undefined;
      },
    },
    MailFileKeeper,
    MailFileJob,
    { provide: TELEPHONY, useFactory: () => telephonySettings() },
    OutcomeTemplateService,
    IngestService,
    TriageService,
    ExtensionService,
    TelephonyService,
    TelephonyJob,
    FileService,
    FileUpload,
    FileJob,
    VisitPlanService,
    VisitPlanJob,
    PlannedVisitsService,
    NextContactsService,
    CustomerNumbers,
    CustomerService,
    CustomerAccess,
    ContactService,
    ContactLifeService,
    InteractionService,
    ImportService,
    ImportUpload,
    ImportBadRows,
    ImportChanges,
    ImportUndo,
    ImportLeases,
    ImportTidy,
    ImportJob,
    ExternalIdService,
    ExportLeases,
    ExportJob,
    ExportService,
    OwnersService,
    DossierService,
    DossiersService,
    RotationService,
    DuplicateLookup,
    DuplicatePairs,
    DuplicateScans,
    ScanJob,
    RemakeJob,
    MergeService,
    ConvertService,
    ConversionTermJob,
    MergeUndo,
    MergePreviews,
    HandoverJob,
    RotationJob,
    StrategyBook,
    HoldingJob,
    StrategyJob,
    StrategySettingsService,
    DryRunService,
    FollowUpsService,
    FreezeService,
    ClaimsService,
    PoolsService,
    AssignService,
    AssignmentRulesService,
    SegmentService,
    SegmentMembers,
    SegmentChanges,
    SegmentJob,
    ImportantDayService,
    FestivalService,
    ImportantDayJob,
    ContactGuardService,
    { provide: TELL_MOVED, useValue: tellMoved },
  ],
  exports: [TELL_MOVED],
})
export class CustomerModule {}
