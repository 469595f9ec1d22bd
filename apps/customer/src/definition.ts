import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { Contact } from './contact/contact.entity.js';
import { Customer } from './customer/customer.entity.js';
import { Conversion } from './convert/conversion.entity.js';
import { CustomerModule } from './customer.module.js';
import { messages } from './messages.js';
import { HandoverTask } from './handover/handover-task.entity.js';
import { Export } from './export/export.entity.js';
import { ImportItem } from './import/import-item.entity.js';
import { ImportBadRow } from './import/import-bad-row.entity.js';
import { Import } from './import/import.entity.js';
import { ExchangeCall } from './telephony/exchange-call.entity.js';
import { Extension } from './telephony/extension.entity.js';
import { CallLeg } from './telephony/call-leg.entity.js';
import { RungCall } from './telephony/rung-call.entity.js';
import { File } from './file/file.entity.js';
import { Interaction } from './interaction/interaction.entity.js';
import { OutcomeTemplate } from './outcome-template/outcome-template.entity.js';
import { TriageItem } from './triage/triage-item.entity.js';
import { PlannedVisit } from './visit-plan/planned-visit.entity.js';
import { VisitPlanRun } from './visit-plan/visit-plan-run.entity.js';
import { VisitPlan } from './visit-plan/visit-plan.entity.js';
import { CustomerMerge } from './merge/merge.entity.js';
import { DuplicatePair } from './duplicate/duplicate-pair.entity.js';
import { DuplicateScan } from './duplicate/duplicate-scan.entity.js';
import { ContactGuardSetting, ContactPreference } from './contact-guard/contact-preference.entity.js';
import { Festival, ImportantDay } from './important-day/important-day.entity.js';
import {
  Segment,
  SegmentChange,
  SegmentEvaluation,
  SegmentMember,
  SegmentSnapshot,
  SegmentSnapshotMember,
} from './segment/segment.entity.js';
import { Segment1763700000050 } from './migrations/1763700000050-segment.js';
import { ImportantDay1763700000051 } from './migrations/1763700000051-important-day.js';
import { ContactGuard1763700000052 } from './migrations/1763700000052-contact-guard.js';
import { MatchKeyRow } from './duplicate/match-key.entity.js';
import { Customer1763700000000 } from './migrations/1763700000000-customer.js';
import { Import1763700000001 } from './migrations/1763700000001-import.js';
import { Counting1763700000004 } from './migrations/1763700000004-counting.js';
import { Ownership1763700000003 } from './migrations/1763700000003-ownership.js';
import { Strategy1763700000010 } from './migrations/1763700000010-strategy.js';
import { Custom1763700000030 } from './migrations/1763700000030-custom.js';
import { Duplicate1763700000020 } from './migrations/1763700000020-duplicate.js';
import { Merge1763700000021 } from './migrations/1763700000021-merge.js';
import { Talks1763700000040 } from './migrations/1763700000040-talks.js';
import { ImportModes1763700000061 } from './migrations/1763700000061-import-modes.js';
import { Export1763700000060 } from './migrations/1763700000060-export.js';
import { Convert1763700000080 } from './migrations/1763700000080-convert.js';
import { Claims1763700000082 } from './migrations/1763700000082-claims.js';
import { Simplified1787500200001 } from './migrations/1787500200001-simplified.js';
import { StoredAs1787500200000 } from './migrations/1787500200000-stored-as.js';
import { OpenDeal } from './deal/open-deal.entity.js';
import { Tidy1787500300003 } from './migrations/1787500300003-tidy.js';
import { OpenDeal1787500300002 } from './migrations/1787500300002-open-deal.js';
import { GuardBreach1787500300001 } from './migrations/1787500300001-guard-breach.js';
import { MergeChoice1787500300000 } from './migrations/1787500300000-merge-choice.js';
import { ListOrder1787500100000 } from './migrations/1787500100000-list-order.js';
import { SearchEstimate1787500100001 } from './migrations/1787500100001-search-estimate.js';
import { Counters1787500400000 } from './migrations/1787500400000-counters.js';
import { Letter1787500400001 } from './migrations/1787500400001-letter.js';
import { QuickerWrites1787500700000 } from './migrations/1787500700000-quicker-writes.js';
import { Holding1787500700001 } from './migrations/1787500700001-holding.js';
import { RemakeEnd1787500700012 } from './migrations/1787500700012-remake-end.js';
import { ToldDuplicates1787500700011 } from './migrations/1787500700011-told-duplicates.js';
import { WholeNames1787500700010 } from './migrations/1787500700010-whole-names.js';
import { CarriedHome1787500800000 } from './migrations/1787500800000-carried-home.js';
import { StageSteps1787501000000 } from './migrations/1787501000000-stage-steps.js';
import { TalkCorrections1787500900000 } from './migrations/1787500900000-talk-corrections.js';
import { CallLegs1787500900002 } from './migrations/1787500900002-call-legs.js';
import { WorkPutOff1787500900001 } from './migrations/1787500900001-work-put-off.js';
import { ImportMended1787501100000 } from './migrations/1787501100000-import-mended.js';
import { NotedColumns1787501100001 } from './migrations/1787501100001-noted-columns.js';
import { DossierRead } from './ownership/dossier-read.entity.js';
import { OwnershipChange } from './ownership/ownership-change.entity.js';
import { AssignmentRule } from './assignment/assignment-rule.entity.js';
import { PoolClaim } from './pool/pool-claim.entity.js';
import { Pool } from './pool/pool.entity.js';
import { RotationItem } from './rotation/rotation-item.entity.js';
import { Rotation } from './rotation/rotation.entity.js';
import { StrategySetting } from './strategy/strategy-setting.entity.js';
import { Metric, MetricVersion } from './metric/metric.entity.js';
import { Search1763700000070 } from './migrations/1763700000070-search.js';
import { Stage1763700000071 } from './migrations/1763700000071-stage.js';
import { PublicSearchSetting } from './search/public-search-setting.entity.js';
import { Touch } from './touch/touch.entity.js';
import { ConversionTerm1787500600001 } from './migrations/1787500600001-conversion-term.js';
import { UnknownFields1787500600002 } from './migrations/1787500600002-unknown-fields.js';
import { ContactLeft1787500600003 } from './migrations/1787500600003-contact-left.js';
import { SegmentTold1787500600004 } from './migrations/1787500600004-segment-told.js';
import { SegmentFreeze1787500600005 } from './migrations/1787500600005-segment-freeze.js';
import { Touch1787500600000 } from './migrations/1787500600000-touch.js';
import { LostRelease1787500500002 } from './migrations/1787500500002-lost-release.js';
import { Freeze1787500500001 } from './migrations/1787500500001-freeze.js';
import { Warnings1787500500000 } from './migrations/1787500500000-warnings.js';
import { StageChange } from './stage-history/stage-change.entity.js';
import { WebLead1763700000072 } from './migrations/1763700000072-web-lead.js';
import { WebForm } from './web-lead/web-form.entity.js';
import { WebSubmission } from './web-lead/web-submission.entity.js';

/** What makes the customer service. */
export const customerService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: CustomerModule,
  entities: [
    Customer,
    Contact,
    Interaction,
    OutcomeTemplate,
    TriageItem,
    Extension,
    ExchangeCall,
    RungCall,
    CallLeg,
    File,
    VisitPlan,
    VisitPlanRun,
    PlannedVisit,
    Import,
    ImportBadRow,
    ImportItem,
    Export,
    OwnershipChange,
    DossierRead,
    HandoverTask,
    Rotation,
    RotationItem,
    Segment,
    SegmentMember,
    SegmentChange,
    SegmentEvaluation,
    SegmentSnapshot,
    SegmentSnapshotMember,
    ImportantDay,
    Festival,
    ContactPreference,
    ContactGuardSetting,
    MatchKeyRow,
    DuplicatePair,
    DuplicateScan,
    CustomerMerge,
    OpenDeal,
    Conversion,
    StrategySetting,
    Pool,
    PoolClaim,
    AssignmentRule,
    StageChange,
    Metric,
    MetricVersion,
    PublicSearchSetting,
    WebForm,
    WebSubmission,
    Touch,
  ],
  migrations: [
    Customer1763700000000,
    Import1763700000001,
    Ownership1763700000003,
    Counting1763700000004,
    Strategy1763700000010,
    Duplicate1763700000020,
    Merge1763700000021,
    Custom1763700000030,
    Talks1763700000040,
    Export1763700000060,
    ImportModes1763700000061,
    Segment1763700000050,
    ImportantDay1763700000051,
    ContactGuard1763700000052,
    Search1763700000070,
    Stage1763700000071,
    WebLead1763700000072,
    Convert1763700000080,
    Claims1763700000082,
    ListOrder1787500100000,
    SearchEstimate1787500100001,
    StoredAs1787500200000,
    Simplified1787500200001,
    MergeChoice1787500300000,
    GuardBreach1787500300001,
    OpenDeal1787500300002,
    Tidy1787500300003,
    Counters1787500400000,
    Letter1787500400001,
    Touch1787500600000,
    ConversionTerm1787500600001,
    UnknownFields1787500600002,
    ContactLeft1787500600003,
    SegmentTold1787500600004,
    SegmentFreeze1787500600005,
    Warnings1787500500000,
    Freeze1787500500001,
    LostRelease1787500500002,
    QuickerWrites1787500700000,
    Holding1787500700001,
    WholeNames1787500700010,
    ToldDuplicates1787500700011,
    RemakeEnd1787500700012,
    CarriedHome1787500800000,
    StageSteps1787501000000,
    TalkCorrections1787500900000,
    WorkPutOff1787500900001,
    CallLegs1787500900002,
    ImportMended1787501100000,
    NotedColumns1787501100001,
  ],
  messages,
  constraints: {
    extension_number: { reason: 'extension-taken', field: 'number' },
    pool_name: { reason: 'pool-name-taken', field: 'name' },
    web_submission_token: { reason: 'web-form-repeated' },
    metric_code: { reason: 'metric-code-taken', field: 'code' },
    customer_external_id: { reason: 'external-id-taken', field: 'externalId' },
  },
});
