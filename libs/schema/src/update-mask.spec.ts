import { maskedChanges } from './update-mask.js';

const customer = 'kontor.customer.v1.Customer';
const interaction = 'kontor.customer.v1.Interaction';

describe('the changes of an update', () => {
  it('are the fields of the mask and no others, absent ones empty', () => {
    expect(maskedChanges(customer, { name: 'A', city: 'B' }, ['name', 'note', 'phones'])).toStrictEqual({
      name: 'A',
      note: '',
      phones: [],
    });
  });

  it('clear optional fields by undefined', () => {
    const changes = maskedChanges<{ contactId?: string }>(interaction, {}, ['contactId']);
    expect(changes).toStrictEqual({ contactId: undefined });
  });

  it('are refused for fields that do not exist, that the service sets, and that would lose a required value', () => {
    const refused = () => maskedChanges(customer, undefined, ['colour', 'etag', 'name']);
    expect(refused).toThrow(
      'invalid: invalid-request (colour unknown-field, etag read-only-field, name required)',
    );
  });
});
