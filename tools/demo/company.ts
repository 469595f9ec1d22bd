/** The people and customers of the demo company: three branches, three languages. */

export interface DemoPerson {
  key: string;
  name: string;
  email: string;
  unit: string;
  manager?: string;
  roles: string[];
  language: 'zh-CN' | 'ru' | 'en';
  timeZone: string;
}

/** Units from the company down; a parent stands before its children. */
export const units: { name: string; parent?: string }[] = [
  { name: 'Kontor Demo' },
  { name: '北京分公司', parent: 'Kontor Demo' },
  { name: 'Московский филиал', parent: 'Kontor Demo' },
  { name: 'London branch', parent: 'Kontor Demo' },
];

const beijing = { unit: '北京分公司', language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const moscow = { unit: 'Московский филиал', language: 'ru', timeZone: 'Europe/Moscow' } as const;
const london = { unit: 'London branch', language: 'en', timeZone: 'Europe/London' } as const;

/** From the top of the reporting line down. */
export const people: DemoPerson[] = [
  {
    key: 'director',
    name: '陈静',
    email: 'director@demo.kontor.local',
    roles: ['manager'],
    ...beijing,
    unit: 'Kontor Demo',
  },
  {
    key: 'beijing',
    name: '王芳',
    email: 'wang.fang@demo.kontor.local',
    manager: 'director',
    roles: ['manager'],
    ...beijing,
  },
  {
    key: 'moscow',
    name: 'Иван Петров',
    email: 'ivan.petrov@demo.kontor.local',
    manager: 'director',
    roles: ['manager'],
    ...moscow,
  },
  {
    key: 'london',
    name: 'Emma Clark',
    email: 'emma.clark@demo.kontor.local',
    manager: 'director',
    roles: ['manager'],
    ...london,
  },
  {
    key: 'lilei',
    name: '李雷',
    email: 'li.lei@demo.kontor.local',
    manager: 'beijing',
    roles: ['salesperson'],
    ...beijing,
  },
  {
    key: 'hanmeimei',
    name: '韩梅梅',
    email: 'han.meimei@demo.kontor.local',
    manager: 'beijing',
    roles: ['salesperson'],
    ...beijing,
  },
  {
    key: 'anna',
    name: 'Анна Смирнова',
    email: 'anna.smirnova@demo.kontor.local',
    manager: 'moscow',
    roles: ['salesperson'],
    ...moscow,
  },
  {
    key: 'oleg',
    name: 'Олег Кузнецов',
    email: 'oleg.kuznetsov@demo.kontor.local',
    manager: 'moscow',
    roles: ['salesperson'],
    ...moscow,
  },
  {
    key: 'tom',
    name: 'Tom Baker',
    email: 'tom.baker@demo.kontor.local',
    manager: 'london',
    roles: ['salesperson'],
    ...london,
  },
  {
    key: 'priya',
    name: 'Priya Shah',
    email: 'priya.shah@demo.kontor.local',
    manager: 'london',
    roles: ['salesperson'],
    ...london,
  },
];

export interface DemoCustomer {
  owner: string;
  kind: 'company' | 'person';
  name: string;
  status: string;
  channel: string;
  segment: string;
  phone: string;
  city: string;
  country: string;
  contact: string;
  /** What was said last, and what comes next in how many days. */
  talk: { manner: string; content: string; nextAction: string; days: number };
}

interface Market {
  owners: string[];
  country: string;
  names: string[];
  cities: string[];
  contacts: string[];
  segments: string[];
  phone: (n: number) => string;
  talks: [content: string, nextAction: string][];
}

const markets: Market[] = [
  {
    owners: ['lilei', 'hanmeimei'],
    country: 'CN',
    names: [
      '北京灯塔科技有限公司',
      '上海海运设备厂',
      '广州新星食品有限公司',
      '深圳云帆电子有限公司',
      '成都锦江酒店',
      '杭州西湖茶业有限公司',
      '武汉长江机械厂',
      '西安古城旅游公司',
      '南京金陵印刷有限公司',
      '天津港物流有限公司',
    ],
    cities: ['北京', '上海', '广州', '深圳', '成都', '杭州', '武汉', '西安', '南京', '天津'],
    contacts: ['赵敏', '孙悦', '周杰', '吴磊'],
    segments: ['大客户', '中小企业', '个人客户'],
    phone: (n) => `010-6500 ${String(1000 + n)}`,
    talks: [
      ['介绍了新产品，客户要求报价。', '发送报价单'],
      ['客户对交货期不满意，已答应周五前给答复。', '答复交货期'],
      ['签约前最后一次拜访，已就付款条件达成一致。', '寄送合同'],
    ],
  },
  {
    owners: ['anna', 'oleg'],
    country: 'RU',
    names: [
      'ООО «Маяк»',
      'АО «Северный причал»',
      'ИП Волков',
      'ООО «Рассвет»',
      'ООО «Технология уюта»',
      'ООО «Балтика Трейд»',
      'АО «Уралмонтаж»',
      'ООО «Вектор»',
      'Фабрика «Заря»',
      'ООО «Сибирский лес»',
    ],
    cities: ['Москва', 'Санкт-Петербург', 'Казань', 'Екатеринбург', 'Новосибирск'],
    contacts: ['Мария Орлова', 'Сергей Иванов', 'Ольга Белова'],
    segments: ['Крупный бизнес', 'Малый бизнес', 'Частные клиенты'],
    phone: (n) => `+7 495 100-${String(10 + n)}-${String(20 + n)}`,
    talks: [
      ['Обсудили пробную поставку, просят скидку.', 'Согласовать скидку с руководителем'],
      ['Провели встречу на складе, показали образцы.', 'Выслать коммерческое предложение'],
      ['Клиент ждёт решения совета директоров.', 'Позвонить после заседания'],
    ],
  },
  {
    owners: ['tom', 'priya'],
    country: 'GB',
    names: [
      'Harbour Lights Ltd',
      'Green & Sons Bakery',
      'Northern Rail Supplies',
      'Oak Tree Furniture',
      'Blue Finch Design',
      'Thames Marine plc',
      'Silverline Logistics',
      'Hilltop Dairy',
      'Redwood Clinics',
      'Camden Books',
    ],
    cities: ['London', 'Leeds', 'Bristol', 'Manchester'],
    contacts: ['James Hill', 'Sophie Ward', 'Daniel Cole'],
    segments: ['Corporate', 'Small business', 'Consumer'],
    phone: (n) => `+44 20 7946 0${String(100 + n)}`,
    talks: [
      ['Asked for a trial of the new line.', 'Send the trial agreement'],
      ['Compared us with two competitors, price is the point.', 'Prepare a second quote'],
      ['Happy with the last delivery, wants to order again.', 'Confirm the quantity'],
    ],
  },
];

const statuses = ['prospect', 'interested', 'negotiating', 'cooperating', 'prospect'];
const channels = ['website', 'referral', 'event', 'outreach', 'unknown'];
const manners = ['call', 'visit', 'email'];

const turn = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

/** Thirty customers, spread evenly over owners, statuses and channels. */
export const customers: DemoCustomer[] = markets.flatMap((market) =>
  market.names.map((name, n) => {
    const [content, nextAction] = turn(market.talks, n);
    return {
      owner: turn(market.owners, n),
      kind: name.startsWith('ИП') ? 'person' : 'company',
      name,
      status: turn(statuses, n),
      channel: turn(channels, n),
      segment: turn(market.segments, n),
      phone: market.phone(n),
      city: turn(market.cities, n),
      country: market.country,
      contact: turn(market.contacts, n),
      talk: { manner: turn(manners, n), content, nextAction, days: 1 + (n % 7) },
    };
  }),
);
