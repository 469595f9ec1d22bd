import type { Language } from '@kontor/errors/languages';
import type { Messages } from '@kontor/errors/messages';

const stages: Record<string, Record<Language, string>> = {
  open: { 'zh-CN': '初步接洽', ru: 'новая', en: 'open' },
  qualified: { 'zh-CN': '需求确认', ru: 'квалификация', en: 'qualified' },
  proposal: { 'zh-CN': '方案报价', ru: 'коммерческое предложение', en: 'proposal' },
  negotiation: { 'zh-CN': '商务谈判', ru: 'переговоры', en: 'negotiation' },
  won: { 'zh-CN': '赢单', ru: 'выиграна', en: 'won' },
  lost: { 'zh-CN': '输单', ru: 'проиграна', en: 'lost' },
};

/** The stages of opportunities as people call them, also where a custom field is asked for at one. */
const stageWords: Messages = Object.fromEntries(
  Object.entries(stages).flatMap(([stage, words]) => [
    [`opportunity-stage-${stage}`, words],
    [`custom-stage-${stage}`, words],
  ]),
);

/** What the sales-pipeline service says to callers. */
export const salesPipelineMessages: Messages = {
  'contact-of-another': {
    'zh-CN': '该联系人不属于此客户。',
    ru: 'У этого клиента нет такого контактного лица.',
    en: 'This customer has no such contact.',
  },
  'sku-taken': {
    'zh-CN': '已有其他产品使用此货号（SKU）。',
    ru: 'Этот артикул (SKU) уже есть у другого товара.',
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
    'zh-CN': '数值须大于 0。',
    ru: 'Значение должно быть больше 0.',
    en: 'The number must be above 0.',
  },
  'shares-above-hundred': {
    'zh-CN': '各成分比例合计不能超过 100%。',
    ru: 'Сумма долей не может превышать 100 %.',
    en: 'All shares together must not exceed 100%.',
  },
  'unknown-product': {
    'zh-CN': '没有这个产品。',
    ru: 'Такого товара нет.',
    en: 'There is no such product.',
  },
  'opportunity-customer-fixed': {
    'zh-CN': '商机的客户不能更改。',
    ru: 'Изменить клиента сделки нельзя.',
    en: 'The customer of an opportunity cannot be changed.',
  },
  'stage-by-call': {
    'zh-CN': '赢单和输单请使用专门的操作（:win、:lose）。',
    ru: 'Выигрыш и проигрыш отмечаются отдельными действиями (:win, :lose).',
    en: 'An opportunity is won and lost by actions of its own (:win, :lose).',
  },
  'stage-step': {
    'zh-CN': '商机阶段不能从“{from:opportunity-stage}”变为“{to:opportunity-stage}”。',
    ru: 'Перевести сделку с этапа «{from:opportunity-stage}» на этап «{to:opportunity-stage}» нельзя.',
    en: 'An opportunity cannot move from “{from:opportunity-stage}” to “{to:opportunity-stage}”.',
  },
  ...stageWords,
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
    'zh-CN': '找不到该商机，或您无权查看。',
    ru: 'Сделка не найдена, или у вас нет к ней доступа.',
    en: 'There is no such opportunity, or you may not see it.',
  },
  'customer-not-found': {
    'zh-CN': '找不到该客户，或您无权查看。',
    ru: 'Клиент не найден, или у вас нет к нему доступа.',
    en: 'There is no such customer, or you may not see it.',
  },
  'customer-merged': {
    'zh-CN': '该客户已并入另一客户，请使用后者。',
    ru: 'Этот клиент присоединён к другому. Работайте с ним.',
    en: 'This customer was merged into another one. Use that one instead.',
  },
};
