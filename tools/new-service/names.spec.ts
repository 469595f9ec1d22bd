import { BadName, namesOf, plural, rename } from './names.ts';

describe('the names of a new service', () => {
  it('come in every form that the sources want', () => {
    const names = namesOf('stock-room', 'delivery', 1_763_700_000_000);
    const renamed = (text: string) => rename(text, names);
    expect(renamed('apps/garden-shed/src/migrations/1700000000000-hand-tool.ts')).toBe(
      'apps/stock-room/src/migrations/1763700000000-delivery.ts',
    );
    expect(renamed('kontor.garden_shed.v1.HandToolService')).toBe('kontor.stock_room.v1.DeliveryService');
    expect(renamed('gardenShedService({ handTool, handTools })')).toBe(
      'stockRoomService({ delivery, deliveries })',
    );
    expect(renamed('GARDEN_SHED_URL')).toBe('STOCK_ROOM_URL');
    expect(renamed('CREATE TABLE hand_tool; /v1/hand-tools')).toBe('CREATE TABLE delivery; /v1/deliveries');
    expect(renamed('Hand tools. Every hand tool.')).toBe('Deliveries. Every delivery.');
  });

  it('may be the same for service and noun', () => {
    expect(rename('GardenShedModule HandTool', namesOf('warranty', 'warranty', 0))).toBe(
      'WarrantyModule Warranty',
    );
  });

  it.each([
    ['delivery', 'deliveries'],
    ['survey', 'surveys'],
    ['address', 'addresses'],
    ['tax', 'taxes'],
    ['spare-part', 'spare-parts'],
  ])('have a plural: %s, %s', (noun, nouns) => {
    expect(plural(noun)).toBe(nouns);
  });

  it.each([
    '',
    'Warranty',
    'stock_room',
    'stock--room',
    '-stock',
    'stock-',
    '2nd',
    '../up',
    'склад',
    'a'.repeat(31),
  ])('are refused where no folder or package can be called so: "%s"', (name) => {
    expect(() => namesOf(name, 'item', 0)).toThrow(BadName);
    expect(() => namesOf('stock-room', name, 0)).toThrow(BadName);
  });

  it.each(['order', 'case', 'class', 'call', 'transaction'])(
    'are refused where the word is taken: %s',
    (noun) => {
      expect(() => namesOf('stock-room', noun, 0)).toThrow(/sales-/);
    },
  );
});
