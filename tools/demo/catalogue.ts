/** The products of the demo company: what its three branches sell, in three languages, and how some are made. */

export interface DemoProduct {
  name: string;
  sku: string;
  kind: 'goods' | 'service' | 'spare_part' | 'consumable' | 'set';
  unit: string;
  size?: string;
  weight?: string;
  specification: string;
  price: string;
  standardCost: string;
  currency: 'CNY' | 'RUB' | 'GBP';
  formula?: DemoFormula;
}

export interface DemoFormula {
  ingredients: { name: string; share?: string; amount?: string; unit?: string; note?: string }[];
  process: string;
}

type Line = [
  name: string,
  kind: DemoProduct['kind'],
  unit: string,
  size: string,
  weight: string,
  specification: string,
  price: string,
  standardCost: string,
];

interface Range {
  prefix: string;
  currency: DemoProduct['currency'];
  lines: Line[];
}

const ranges: Range[] = [
  {
    prefix: 'BJ',
    currency: 'CNY',
    lines: [
      [
        'LED 台灯 T1',
        'goods',
        '台',
        '42 × 18 × 18 cm',
        '1.2',
        '12 W，三档色温，无频闪。',
        '298.00',
        '131.40',
      ],
      [
        '工业吊灯 H3',
        'goods',
        '台',
        'Ø 60 × 35 cm',
        '6.8',
        '150 W，IP65，寿命 50,000 小时。',
        '1880.00',
        '964.25',
      ],
      ['应急灯 E2', 'goods', '台', '30 × 12 × 6 cm', '0.9', '断电后持续照明 90 分钟。', '156.00', '71.08'],
      ['环氧灌封胶 A', 'consumable', 'kg', '5 kg 桶', '1', '双组分，阻燃 UL94 V-0。', '86.00', '33.17'],
      ['导热硅脂', 'consumable', 'kg', '1 kg 罐', '1', '导热系数 3.0 W/(m·K)。', '240.00', '92.60'],
      [
        '驱动电源 60 W',
        'spare_part',
        '个',
        '16 × 6 × 4 cm',
        '0.45',
        '恒流 1.5 A，效率 92%。',
        '118.00',
        '64.90',
      ],
      ['灯罩（磨砂）', 'spare_part', '个', 'Ø 60 cm', '1.1', '聚碳酸酯，耐冲击。', '95.00', '28.75'],
      ['照明方案设计', 'service', '小时', '', '', '现场测量、照度计算、图纸。', '450.00', '180.00'],
      ['安装与调试', 'service', '小时', '', '', '两名技师，含高空作业。', '380.00', '210.00'],
      ['仓库照明套装', 'set', '套', '', '82', '吊灯 H3 十台，含电源与安装件。', '17900.00', '10120.50'],
    ],
  },
  {
    prefix: 'MSK',
    currency: 'RUB',
    lines: [
      [
        'Лак паркетный «Янтарь»',
        'consumable',
        'л',
        'ведро 5 л',
        '1.05',
        'Полуматовый, сохнет 4 часа.',
        '890.00',
        '352.40',
      ],
      [
        'Грунт акриловый',
        'consumable',
        'л',
        'ведро 10 л',
        '1.1',
        'Для стен и потолков, без запаха.',
        '310.00',
        '118.75',
      ],
      [
        'Краска фасадная',
        'consumable',
        'л',
        'ведро 9 л',
        '1.4',
        'Морозостойкая, −40 °C.',
        '640.00',
        '271.30',
      ],
      [
        'Шлифмашина ШМ-2',
        'goods',
        'шт',
        '38 × 22 × 20 см',
        '4.6',
        '850 Вт, диск 225 мм.',
        '18900.00',
        '11240.00',
      ],
      [
        'Пылесос строительный',
        'goods',
        'шт',
        '45 × 40 × 60 см',
        '9.2',
        '1400 Вт, бак 35 л, класс M.',
        '27500.00',
        '16830.90',
      ],
      [
        'Диск шлифовальный P120',
        'spare_part',
        'шт',
        'Ø 225 мм',
        '0.05',
        'Для ШМ-2, на липучке.',
        '95.00',
        '22.10',
      ],
      ['Фильтр к пылесосу', 'spare_part', 'шт', '20 × 20 × 12 см', '0.3', 'HEPA 13.', '2150.00', '804.00'],
      ['Укладка паркета', 'service', 'м²', '', '', 'С подготовкой основания.', '1450.00', '920.00'],
      ['Выезд технолога', 'service', 'час', '', '', 'Подбор состава на объекте.', '3200.00', '1400.00'],
      [
        'Набор «Ремонт пола»',
        'set',
        'компл',
        '',
        '14.5',
        'Лак, грунт, шлифмашина, 20 дисков.',
        '26400.00',
        '15480.55',
      ],
    ],
  },
  {
    prefix: 'LDN',
    currency: 'GBP',
    lines: [
      [
        'Oak desk Harbour',
        'goods',
        'pcs',
        '160 × 80 × 75 cm',
        '48',
        'Solid oak, cable tray, made to order.',
        '640.00',
        '318.45',
      ],
      [
        'Chair Finch',
        'goods',
        'pcs',
        '62 × 60 × 95 cm',
        '14.5',
        'Recycled mesh, five-year warranty.',
        '245.00',
        '109.99',
      ],
      [
        'Bookcase Camden',
        'goods',
        'pcs',
        '90 × 32 × 200 cm',
        '39',
        'Six shelves, 30 kg each.',
        '310.00',
        '148.20',
      ],
      [
        'Beeswax polish',
        'consumable',
        'l',
        '0.5 l tin',
        '0.95',
        'For oiled wood, food safe.',
        '24.00',
        '6.315',
      ],
      [
        'Wood glue D4',
        'consumable',
        'kg',
        '1 kg bottle',
        '1',
        'Waterproof, open time 8 minutes.',
        '16.50',
        '4.82',
      ],
      ['Castor set', 'spare_part', 'set', 'Ø 50 mm', '0.6', 'Five castors, soft tread.', '19.00', '6.05'],
      ['Gas spring', 'spare_part', 'pcs', '28 cm', '1.3', 'Class 4, for Chair Finch.', '32.00', '11.70'],
      ['Office planning', 'service', 'hour', '', '', 'Survey, drawing, list of furniture.', '85.00', '41.00'],
      ['Delivery and assembly', 'service', 'hour', '', '', 'Two fitters and a van.', '70.00', '48.50'],
      [
        'Starter office for four',
        'set',
        'set',
        '',
        '310',
        'Four desks, four chairs, two bookcases.',
        '3980.00',
        '2212.36',
      ],
    ],
  },
];

const formulas: Record<string, DemoFormula> = {
  '环氧灌封胶 A': {
    ingredients: [
      { name: '双酚 A 环氧树脂', share: '58.5', note: 'E-51' },
      { name: '氢氧化铝', share: '32', note: '1,200 目' },
      { name: '活性稀释剂', share: '8.25' },
      { name: '消泡剂', share: '1.25' },
    ],
    process: '树脂预热至 60 °C。\n分三次加入填料，每次搅拌 20 分钟。\n真空脱泡 −0.095 MPa，30 分钟。',
  },
  'Лак паркетный «Янтарь»': {
    ingredients: [
      { name: 'Алкидная смола', share: '46' },
      { name: 'Уайт-спирит', share: '44.7' },
      { name: 'Тунговое масло', share: '8' },
      { name: 'Сиккатив', share: '1.3', note: 'октоат кобальта' },
    ],
    process: 'Смолу растворить при 40 °C.\nВвести масло, выдержать сутки.\nСиккатив — за час до фасовки.',
  },
  'Beeswax polish': {
    ingredients: [
      { name: 'Beeswax', amount: '180', unit: 'g', note: 'unbleached' },
      { name: 'Carnauba wax', amount: '20', unit: 'g' },
      { name: 'Orange oil', amount: '300', unit: 'ml' },
    ],
    process: 'Melt the waxes at 85 °C in a water bath.\nStir in the oil below 60 °C.\nFill at 45 °C.',
  },
};

/** Thirty products, ten of each branch. */
export const products: DemoProduct[] = ranges.flatMap(({ prefix, currency, lines }) =>
  lines.map(([name, kind, unit, size, weight, specification, price, standardCost], n) => ({
    name,
    sku: `${prefix}-${String(100 + n)}`,
    kind,
    unit,
    ...(size && { size }),
    ...(weight && { weight }),
    specification,
    price,
    standardCost,
    currency,
    ...(formulas[name] && { formula: formulas[name] }),
  })),
);
