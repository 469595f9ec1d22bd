import type { Messages } from '@kontor/errors/messages';

/** The sentences of the guard that keeps customers from being pestered. */
export const contactGuardMessages: Messages = {
  'contact-guarded': {
    'zh-CN':
      '目前不宜联系该客户（最近联系人：{person}，时间：{time}）。如仍需登记，请说明原因（参数 guardReason）。',
    ru: 'Сейчас этого клиента беспокоить не следует (последним обращался: {person}, {time}). Чтобы всё же записать контакт, укажите причину (параметр guardReason).',
    en: 'This customer should not be contacted now (last contacted by {person}, {time}). To log it all the same, give a reason (parameter guardReason).',
  },
  'guard-do-not-call': {
    'zh-CN': '该联系人不接受来电。',
    ru: 'Этому человеку нельзя звонить.',
    en: 'This person is never to be called.',
  },
  'guard-withdrawn': {
    'zh-CN': '对方已撤回通过此方式联系的同意。',
    ru: 'Согласие на этот канал отозвано.',
    en: 'Consent to this channel was withdrawn.',
  },
  'guard-no-consent': {
    'zh-CN': '此联系方式需要对方同意，目前尚未取得。',
    ru: 'Для этого канала нужно согласие, и его никто не дал.',
    en: 'This channel needs consent, and nobody gave it.',
  },
  'guard-quiet-hours': {
    'zh-CN': '对方当地时间为{localTime}，属于免打扰时段。',
    ru: 'По местному времени сейчас {localTime} — тихие часы.',
    en: 'It is {localTime} there: quiet hours.',
  },
  'guard-frequency': {
    'zh-CN': '{periodDays}天内已联系{touches}次，达到上限。',
    ru: 'Обращений за {periodDays} дн.: {touches} — больше нельзя.',
    en: 'Contacted {touches} times within {periodDays} days already.',
  },
  'guard-left': {
    'zh-CN': '该联系人已离开此客户。',
    ru: 'Этот человек у клиента больше не работает.',
    en: 'This person is with the customer no more.',
  },
  'guard-wall-time': {
    'zh-CN': '请填写时间，如21:00。',
    ru: 'Укажите время, например 21:00.',
    en: 'Give a time such as 21:00.',
  },
  'guard-channel-any': {
    'zh-CN': '请指明一种联系方式。',
    ru: 'Укажите один канал.',
    en: 'Name one channel.',
  },
  'guard-any-touches': {
    'zh-CN': '对所有联系方式合计只能限制次数。',
    ru: 'Для всех каналов вместе ограничивается только число обращений.',
    en: 'For all channels together only the number of touches is limited.',
  },
  'guard-channel-twice': {
    'zh-CN': '每种联系方式只能填写一次。',
    ru: 'Каждый канал можно указать только один раз.',
    en: 'Each channel can be given only once.',
  },
};
