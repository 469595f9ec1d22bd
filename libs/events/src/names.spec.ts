import {
  durableName,
  filterSubject,
  ownerOf,
  packageOf,
  streamName,
  streamSubjects,
  subjectOf,
  typeOfSubject,
} from './names.js';

test('a service has one stream with all its subjects', () => {
  expect(streamName('sales-pipeline')).toBe('KONTOR_SALES_PIPELINE');
  expect(streamSubjects('sales-pipeline')).toBe('kontor.sales-pipeline.>');
});

test('a subject names the emitting service and the event', () => {
  expect(subjectOf('customer', 'kontor.notification.v1.ReminderSet')).toBe(
    'kontor.customer.notification.v1.ReminderSet',
  );
});

test('a name outside the contracts has no subject', () => {
  expect(() => subjectOf('customer', 'google.protobuf.Empty')).toThrow('google.protobuf.Empty');
});

test('a package belongs to the service that its name begins with', () => {
  expect(packageOf('kontor.sales_pipeline.v1.OfferSent')).toBe('kontor.sales_pipeline.v1');
  expect(ownerOf('kontor.sales_pipeline.v1')).toBe('sales-pipeline');
});

test('a subscription has one durable consumer with one filter subject', () => {
  const subscription = {
    consumer: 'notification',
    emitter: 'customer',
    eventPackage: 'kontor.notification.v1',
  };
  expect(durableName(subscription)).toBe('notification-from-customer-notification-v1');
  expect(filterSubject(subscription)).toBe('kontor.customer.notification.v1.>');
});

test('a subject tells the type of its event, and one of another house none', () => {
  const type = 'kontor.notification.v1.ReminderSet';
  expect(typeOfSubject(subjectOf('sales-pipeline', type))).toBe(type);
  expect(typeOfSubject('kontor.customer')).toBe('');
  expect(typeOfSubject('other.customer.v1.CustomerCreated')).toBe('');
});
