import type { Messages } from '@kontor/errors/messages';

/** The sentences of planned rotation. */
export const rotationMessages: Messages = {
  'rotation-not-found': {
    'zh-CN': '没有这个轮换计划。',
    ru: 'Такой ротации нет.',
    en: 'There is no such rotation.',
  },
  'rotation-begun': {
    'zh-CN': '该轮换计划已经启动。',
    ru: 'Эта ротация уже начата.',
    en: 'This rotation has begun already.',
  },
  'rotation-over': {
    'zh-CN': '该轮换计划已经结束。',
    ru: 'Эта ротация уже закончена.',
    en: 'This rotation is over already.',
  },
  'gives-twice': {
    'zh-CN': '同一人只能转出一次。',
    ru: 'Один и тот же сотрудник может отдавать клиентов только один раз.',
    en: 'One person can give customers only once.',
  },
  'gives-to-self': {
    'zh-CN': '不能转给本人。',
    ru: 'Нельзя передать клиентов самому себе.',
    en: 'Nobody can give customers to themselves.',
  },
};
