/** Stream that holds what a service emits: `sales-pipeline` → `KONTOR_SALES_PIPELINE`. */
export function streamName(service: string): string {
  return `KONTOR_${service.toUpperCase().replaceAll('-', '_')}`;
}

/** Subjects of a service's stream. */
export function streamSubjects(service: string): string {
  return `kontor.${service}.>`;
}

/**
 * Subject of an event: `customer` emitting `kontor.notification.v1.ReminderSet` →
 * `kontor.customer.notification.v1.ReminderSet`. Throws for a name outside the packages of Kontor.
 */
export function subjectOf(emitter: string, eventType: string): string {
  return `kontor.${emitter}.${withoutHouse(eventType)}`;
}

/** Type of the event that a subject carries, the other way round; empty for what is no subject of ours. */
export function typeOfSubject(subject: string): string {
  const end = subject.indexOf('.', 'kontor.'.length);
  return subject.startsWith('kontor.') && end > 0 ? `kontor.${subject.slice(end + 1)}` : '';
}

/** Package of an event: `kontor.customer.v1.CustomerCreated` → `kontor.customer.v1`. */
export function packageOf(eventType: string): string {
  return eventType.slice(0, eventType.lastIndexOf('.'));
}

/** Service that owns a package: `kontor.sales_pipeline.v1` → `sales-pipeline`. It emits the package's events unless told otherwise. */
export function ownerOf(eventPackage: string): string {
  const [owner = ''] = withoutHouse(eventPackage).split('.');
  return owner.replaceAll('_', '-');
}

/** What one service hears of one package that another service emits. */
export interface Subscription {
  /** The service that listens. */
  consumer: string;
  /** The service that emits. */
  emitter: string;
  /** Package of the events, such as kontor.notification.v1. */
  eventPackage: string;
}

/** Durable consumer of a subscription: `notification-from-customer-notification-v1`. Also its name in the inbox. */
export function durableName({ consumer, emitter, eventPackage }: Subscription): string {
  return `${consumer}-from-${emitter}-${withoutHouse(eventPackage).replaceAll(/[._]/g, '-')}`;
}

/** The one filter subject of a subscription. */
export function filterSubject({ emitter, eventPackage }: Subscription): string {
  return `kontor.${emitter}.${withoutHouse(eventPackage)}.>`;
}

function withoutHouse(name: string): string {
  if (!name.startsWith('kontor.')) throw new Error(`Not a name of Kontor's contracts: ${name}`);
  return name.slice('kontor.'.length);
}
