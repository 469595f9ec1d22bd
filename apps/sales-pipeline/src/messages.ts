import type { Messages } from '@kontor/errors/messages';

/** What the sales-pipeline service says to callers. */
export const salesPipelineMessages: Messages = {
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
};
