/** Every event by its full name. Generated. */
import type { ShareChanged } from './kontor/access/v1/access.js';
import type { AuditRecorded } from './kontor/audit/v1/audit_events.js';
import type { ConversionAsked } from './kontor/customer/v1/convert_events.js';
import type { ConversionEnded } from './kontor/customer/v1/convert_events.js';
import type { CustomerCreated } from './kontor/customer/v1/customer_events.js';
import type { CustomerChanged } from './kontor/customer/v1/customer_events.js';
import type { ContactChanged } from './kontor/customer/v1/customer_events.js';
import type { ContactRemoved } from './kontor/customer/v1/customer_events.js';
import type { ContactMoved } from './kontor/customer/v1/customer_events.js';
import type { InteractionLogged } from './kontor/customer/v1/customer_events.js';
import type { CustomerRemoved } from './kontor/customer/v1/import_events.js';
import type { CustomersMerged } from './kontor/customer/v1/merge_events.js';
import type { CustomersUnmerged } from './kontor/customer/v1/merge_events.js';
import type { SegmentEntered } from './kontor/customer/v1/segment_events.js';
import type { SegmentLeft } from './kontor/customer/v1/segment_events.js';
import type { CallRinging } from './kontor/customer/v1/telephony_events.js';
import type { CallChanged } from './kontor/customer/v1/telephony_events.js';
import type { MassReadNoticed } from './kontor/identity/v1/audit_events.js';
import type { CustomFieldChanged } from './kontor/identity/v1/custom_field_events.js';
import type { FieldUseChanged } from './kontor/identity/v1/custom_field_events.js';
import type { FieldQualityMeasured } from './kontor/identity/v1/custom_field_events.js';
import type { FormChanged } from './kontor/identity/v1/form_events.js';
import type { FormUsed } from './kontor/identity/v1/form_events.js';
import type { HandoverPlanned } from './kontor/identity/v1/handover_events.js';
import type { HandoverStarted } from './kontor/identity/v1/handover_events.js';
import type { HandoverEnded } from './kontor/identity/v1/handover_events.js';
import type { HandoverListed } from './kontor/identity/v1/handover_events.js';
import type { HandoverProgressed } from './kontor/identity/v1/handover_events.js';
import type { OrphansFound } from './kontor/identity/v1/handover_events.js';
import type { PersonChanged } from './kontor/identity/v1/identity_events.js';
import type { SessionEnded } from './kontor/identity/v1/identity_events.js';
import type { OrganisationBeat } from './kontor/identity/v1/identity_events.js';
import type { UnitChanged } from './kontor/identity/v1/organisation_events.js';
import type { UnitDeleted } from './kontor/identity/v1/organisation_events.js';
import type { CalendarChanged } from './kontor/identity/v1/organisation_events.js';
import type { ReadGranted } from './kontor/identity/v1/read_request_events.js';
import type { ReadGrantApplied } from './kontor/identity/v1/read_request_events.js';
import type { RoleChanged } from './kontor/identity/v1/role_events.js';
import type { RoleDeleted } from './kontor/identity/v1/role_events.js';
import type { SubstitutionChanged } from './kontor/identity/v1/substitution_events.js';
import type { TypeChangeStepped } from './kontor/identity/v1/type_change_events.js';
import type { TypeChangeStepDone } from './kontor/identity/v1/type_change_events.js';
import type { LetterRequested } from './kontor/notification/v1/letter_events.js';
import type { LetterSettled } from './kontor/notification/v1/letter_events.js';
import type { MailReceived } from './kontor/notification/v1/mail_events.js';
import type { MessageRequested } from './kontor/notification/v1/message_events.js';
import type { NoticeChanged } from './kontor/notification/v1/notice_events.js';
import type { NoticeRequested } from './kontor/notification/v1/notice_request_events.js';
import type { ReminderSet } from './kontor/notification/v1/reminder_events.js';
import type { ReminderCancelled } from './kontor/notification/v1/reminder_events.js';
import type { OpportunityChanged } from './kontor/sales_pipeline/v1/opportunity_events.js';
import type { ConversionDone } from './kontor/sales_pipeline/v1/opportunity_events.js';
import type { ConversionRefused } from './kontor/sales_pipeline/v1/opportunity_events.js';
import type { ProductChanged } from './kontor/sales_pipeline/v1/product_events.js';

export interface EventTypes {
  'kontor.access.v1.ShareChanged': ShareChanged;
  'kontor.audit.v1.AuditRecorded': AuditRecorded;
  'kontor.customer.v1.ConversionAsked': ConversionAsked;
  'kontor.customer.v1.ConversionEnded': ConversionEnded;
  'kontor.customer.v1.CustomerCreated': CustomerCreated;
  'kontor.customer.v1.CustomerChanged': CustomerChanged;
  'kontor.customer.v1.ContactChanged': ContactChanged;
  'kontor.customer.v1.ContactRemoved': ContactRemoved;
  'kontor.customer.v1.ContactMoved': ContactMoved;
  'kontor.customer.v1.InteractionLogged': InteractionLogged;
  'kontor.customer.v1.CustomerRemoved': CustomerRemoved;
  'kontor.customer.v1.CustomersMerged': CustomersMerged;
  'kontor.customer.v1.CustomersUnmerged': CustomersUnmerged;
  'kontor.customer.v1.SegmentEntered': SegmentEntered;
  'kontor.customer.v1.SegmentLeft': SegmentLeft;
  'kontor.customer.v1.CallRinging': CallRinging;
  'kontor.customer.v1.CallChanged': CallChanged;
  'kontor.identity.v1.MassReadNoticed': MassReadNoticed;
  'kontor.identity.v1.CustomFieldChanged': CustomFieldChanged;
  'kontor.identity.v1.FieldUseChanged': FieldUseChanged;
  'kontor.identity.v1.FieldQualityMeasured': FieldQualityMeasured;
  'kontor.identity.v1.FormChanged': FormChanged;
  'kontor.identity.v1.FormUsed': FormUsed;
  'kontor.identity.v1.HandoverPlanned': HandoverPlanned;
  'kontor.identity.v1.HandoverStarted': HandoverStarted;
  'kontor.identity.v1.HandoverEnded': HandoverEnded;
  'kontor.identity.v1.HandoverListed': HandoverListed;
  'kontor.identity.v1.HandoverProgressed': HandoverProgressed;
  'kontor.identity.v1.OrphansFound': OrphansFound;
  'kontor.identity.v1.PersonChanged': PersonChanged;
  'kontor.identity.v1.SessionEnded': SessionEnded;
  'kontor.identity.v1.OrganisationBeat': OrganisationBeat;
  'kontor.identity.v1.UnitChanged': UnitChanged;
  'kontor.identity.v1.UnitDeleted': UnitDeleted;
  'kontor.identity.v1.CalendarChanged': CalendarChanged;
  'kontor.identity.v1.ReadGranted': ReadGranted;
  'kontor.identity.v1.ReadGrantApplied': ReadGrantApplied;
  'kontor.identity.v1.RoleChanged': RoleChanged;
  'kontor.identity.v1.RoleDeleted': RoleDeleted;
  'kontor.identity.v1.SubstitutionChanged': SubstitutionChanged;
  'kontor.identity.v1.TypeChangeStepped': TypeChangeStepped;
  'kontor.identity.v1.TypeChangeStepDone': TypeChangeStepDone;
  'kontor.notification.v1.LetterRequested': LetterRequested;
  'kontor.notification.v1.LetterSettled': LetterSettled;
  'kontor.notification.v1.MailReceived': MailReceived;
  'kontor.notification.v1.MessageRequested': MessageRequested;
  'kontor.notification.v1.NoticeChanged': NoticeChanged;
  'kontor.notification.v1.NoticeRequested': NoticeRequested;
  'kontor.notification.v1.ReminderSet': ReminderSet;
  'kontor.notification.v1.ReminderCancelled': ReminderCancelled;
  'kontor.sales_pipeline.v1.OpportunityChanged': OpportunityChanged;
  'kontor.sales_pipeline.v1.ConversionDone': ConversionDone;
  'kontor.sales_pipeline.v1.ConversionRefused': ConversionRefused;
  'kontor.sales_pipeline.v1.ProductChanged': ProductChanged;
}

/** The kind of record whose change an event tells. */
export const eventAggregates: Record<keyof EventTypes, string> = {
  'kontor.access.v1.ShareChanged': 'share',
  'kontor.audit.v1.AuditRecorded': 'audit',
  'kontor.customer.v1.ConversionAsked': 'conversion',
  'kontor.customer.v1.ConversionEnded': 'conversion',
  'kontor.customer.v1.CustomerCreated': 'customer',
  'kontor.customer.v1.CustomerChanged': 'customer',
  'kontor.customer.v1.ContactChanged': 'contact',
  'kontor.customer.v1.ContactRemoved': 'contact',
  'kontor.customer.v1.ContactMoved': 'contact',
  'kontor.customer.v1.InteractionLogged': 'interaction',
  'kontor.customer.v1.CustomerRemoved': 'customer',
  'kontor.customer.v1.CustomersMerged': 'customer',
  'kontor.customer.v1.CustomersUnmerged': 'customer',
  'kontor.customer.v1.SegmentEntered': 'segment',
  'kontor.customer.v1.SegmentLeft': 'segment',
  'kontor.customer.v1.CallRinging': 'phone-call',
  'kontor.customer.v1.CallChanged': 'phone-call',
  'kontor.identity.v1.MassReadNoticed': 'mass-read',
  'kontor.identity.v1.CustomFieldChanged': 'custom-field',
  'kontor.identity.v1.FieldUseChanged': 'field-use',
  'kontor.identity.v1.FieldQualityMeasured': 'field-quality',
  'kontor.identity.v1.FormChanged': 'form',
  'kontor.identity.v1.FormUsed': 'form-use',
  'kontor.identity.v1.HandoverPlanned': 'handover',
  'kontor.identity.v1.HandoverStarted': 'handover',
  'kontor.identity.v1.HandoverEnded': 'handover',
  'kontor.identity.v1.HandoverListed': 'handover_task',
  'kontor.identity.v1.HandoverProgressed': 'handover_task',
  'kontor.identity.v1.OrphansFound': 'ownership_check',
  'kontor.identity.v1.PersonChanged': 'person',
  'kontor.identity.v1.SessionEnded': 'session',
  'kontor.identity.v1.OrganisationBeat': 'organisation',
  'kontor.identity.v1.UnitChanged': 'unit',
  'kontor.identity.v1.UnitDeleted': 'unit',
  'kontor.identity.v1.CalendarChanged': 'calendar',
  'kontor.identity.v1.ReadGranted': 'read-grant',
  'kontor.identity.v1.ReadGrantApplied': 'read-grant',
  'kontor.identity.v1.RoleChanged': 'role',
  'kontor.identity.v1.RoleDeleted': 'role',
  'kontor.identity.v1.SubstitutionChanged': 'substitution',
  'kontor.identity.v1.TypeChangeStepped': 'type-change',
  'kontor.identity.v1.TypeChangeStepDone': 'type-change-step',
  'kontor.notification.v1.LetterRequested': 'letter',
  'kontor.notification.v1.LetterSettled': 'letter',
  'kontor.notification.v1.MailReceived': 'inbound-mail',
  'kontor.notification.v1.MessageRequested': 'message',
  'kontor.notification.v1.NoticeChanged': 'notice',
  'kontor.notification.v1.NoticeRequested': 'notice',
  'kontor.notification.v1.ReminderSet': 'reminder',
  'kontor.notification.v1.ReminderCancelled': 'reminder',
  'kontor.sales_pipeline.v1.OpportunityChanged': 'opportunity',
  'kontor.sales_pipeline.v1.ConversionDone': 'conversion',
  'kontor.sales_pipeline.v1.ConversionRefused': 'conversion',
  'kontor.sales_pipeline.v1.ProductChanged': 'product',
};
