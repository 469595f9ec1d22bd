import type { Messages } from '@kontor/errors/messages';

/** The sentences of planned rotation. */
export const rotationMessages: Messages = {
  'rotation-not-found': {
    'zh-CN': '没有这个轮换计划。',
    ru: 'Такой ротации клиентов нет.',
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
    'zh-CN': '同一人只能作为转出人出现一次。',
    ru: 'Один и тот же сотрудник может передавать клиентов только один раз.',
    en: 'One person can give customers only once.',
  },
  'gives-to-self': {
    'zh-CN': '不能把客户转给本人。',
    ru: 'Нельзя передать клиентов самому себе.',
    en: 'Nobody can give customers to themselves.',
  },
  'stays-status-excluded': {
    'zh-CN': '该阶段的客户不参与轮换。',
    ru: 'Клиенты на этом этапе в ротации не участвуют.',
    en: 'Customers of this status are left out.',
  },
  'stays-frozen': {
    'zh-CN': '该客户已被其负责人冻结。',
    ru: 'Клиента заморозил его ответственный.',
    en: 'Its owner has it frozen.',
  },
  'stays-owner-changed': {
    'zh-CN': '该客户现已由他人负责。',
    ru: 'У клиента уже другой ответственный.',
    en: 'It has another owner by now.',
  },
  'stays-target-gone': {
    'zh-CN': '接收人已离职或即将离职。',
    ru: 'Тот, кому передают клиента, уволился или увольняется.',
    en: 'Who was to get it has left or is leaving.',
  },
  'stays-out-of-reach': {
    'zh-CN': '该客户或接收人已不在您的管理范围内。',
    ru: 'Клиент или тот, кому его передают, вам больше не подчиняется.',
    en: 'The customer, or who was to get it, is out of your reach by now.',
  },
};
