import type { Messages } from '@kontor/errors/messages';

/** What the sales-pipeline service says to callers. */
export const salesPipelineMessages: Messages = {
  'contact-of-another': {
    'zh-CN': '该联系人不属于这位客户。',
    ru: 'Этого контакта нет у этого клиента.',
    en: 'This customer has no such contact.',
  },
  'sku-taken': {
    'zh-CN': '已有其他产品使用此货号。',
    ru: 'Этот артикул уже есть у другого товара.',
    en: 'Another product has this SKU already.',
  },
  'product-retired-already': {
    'zh-CN': '该产品已停售。',
    ru: 'Товар уже снят с продажи.',
    en: 'The product is retired already.',
  },
  'product-active-already': {
    'zh-CN': '该产品正在销售。',
    ru: 'Товар уже продаётся.',
    en: 'The product is on sale already.',
  },
  'share-or-amount': {
    'zh-CN': '每种成分都需要填写比例或用量。',
    ru: 'Для каждого компонента укажите долю или количество.',
    en: 'Each ingredient needs a share or an amount.',
  },
  'not-above-zero': {
    'zh-CN': '数值必须大于 0。',
    ru: 'Значение должно быть больше 0.',
    en: 'The number must be above 0.',
  },
  'shares-above-hundred': {
    'zh-CN': '各成分比例之和不能超过 100%。',
    ru: 'Сумма долей не может превышать 100 %.',
    en: 'All shares together must not exceed 100 per cent.',
  },
  'currency-needed': {
    'zh-CN': '填写金额时需要同时填写币种。',
    ru: 'Для суммы нужна валюта.',
    en: 'An amount needs a currency.',
  },
  'unknown-product': {
    'zh-CN': '没有这个产品。',
    ru: 'Такого товара нет.',
    en: 'There is no such product.',
  },
  'opportunity-customer-fixed': {
    'zh-CN': '商机的客户不能更改。',
    ru: 'Клиента сделки изменить нельзя.',
    en: 'The customer of an opportunity cannot be changed.',
  },
  'stage-by-call': {
    'zh-CN': '赢单和输单请使用专门的操作。',
    ru: 'Выигрыш и проигрыш отмечаются отдельными действиями.',
    en: 'An opportunity is won and lost by its own actions.',
  },
  'stage-step': {
    'zh-CN': '商机不能从“{from:opportunity-stage}”变为“{to:opportunity-stage}”。',
    ru: 'Сделка не может перейти из «{from:opportunity-stage}» в «{to:opportunity-stage}».',
    en: 'An opportunity cannot move from {from:opportunity-stage} to {to:opportunity-stage}.',
  },
  'opportunity-stage-open': { 'zh-CN': '新建', ru: 'открыта', en: 'open' },
  'opportunity-stage-qualified': { 'zh-CN': '已确认', ru: 'подтверждена', en: 'qualified' },
  'opportunity-stage-proposal': { 'zh-CN': '方案', ru: 'предложение', en: 'proposal' },
  'opportunity-stage-negotiation': { 'zh-CN': '谈判', ru: 'переговоры', en: 'negotiation' },
  'opportunity-stage-won': { 'zh-CN': '赢单', ru: 'выиграна', en: 'won' },
  'opportunity-stage-lost': { 'zh-CN': '输单', ru: 'проиграна', en: 'lost' },
  'opportunity-won-already': {
    'zh-CN': '该商机已赢单。',
    ru: 'Сделка уже выиграна.',
    en: 'The opportunity is won already.',
  },
  'opportunity-lost-already': {
    'zh-CN': '该商机已输单。',
    ru: 'Сделка уже проиграна.',
    en: 'The opportunity is lost already.',
  },
  'opportunity-not-found': {
    'zh-CN': '未找到该商机。',
    ru: 'Сделка не найдена.',
    en: 'The opportunity was not found.',
  },
  'customer-not-found': {
    'zh-CN': '未找到该客户。',
    ru: 'Клиент не найден.',
    en: 'The customer was not found.',
  },
  'customer-merged': {
    'zh-CN': '该客户已合并到另一客户。',
    ru: 'Клиент объединён с другим.',
    en: 'The customer became part of another one.',
  },
};
