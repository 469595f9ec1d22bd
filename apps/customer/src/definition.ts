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
import { MatchKeyRow } from './duplicate/match-key.entity.js';
import { OpenDeal } from './deal/open-deal.entity.js';
import { DossierRead } from './ownership/dossier-read.entity.js';
import { OwnershipChange } from './ownership/ownership-change.entity.js';
import { AssignmentRule } from './assignment/assignment-rule.entity.js';
import { PoolClaim } from './pool/pool-claim.entity.js';
import { Pool } from './pool/pool.entity.js';
import { RotationItem } from './rotation/rotation-item.entity.js';
import { Rotation } from './rotation/rotation.entity.js';
import { StrategySetting } from './strategy/strategy-setting.entity.js';
import { Metric, MetricVersion } from './metric/metric.entity.js';
import { PublicSearchSetting } from './search/public-search-setting.entity.js';
import { Touch } from './touch/touch.entity.js';
import { StageChange } from './stage-history/stage-change.entity.js';
import { WebForm } from './web-lead/web-form.entity.js';
import { WebSubmission } from './web-lead/web-submission.entity.js';
import * as migrations from './migrations/list.js';

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
  migrations: Object.values(migrations),
  messages,
  constraints: {
    extension_number: { reason: 'extension-taken', field: 'number' },
    pool_name: { reason: 'pool-name-taken', field: 'name' },
    web_submission_token: { reason: 'web-form-repeated' },
    metric_code: { reason: 'metric-code-taken', field: 'code' },
    customer_external_id: { reason: 'external-id-taken', field: 'externalId' },
  },
});
