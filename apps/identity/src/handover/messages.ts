import type { Messages } from '@kontor/errors/messages';

/** The sentences of hand-overs. */
export const handoverMessages: Messages = {
  'handover-not-found': {
    'zh-CN': '没有这项交接，或您无权查看。',
    ru: 'Такой передачи дел нет, или у вас нет к ней доступа.',
    en: 'There is no such hand-over, or you may not see it.',
  },
  'handover-open': {
    'zh-CN': '该人员已有一项未完成的交接。',
    ru: 'Передача дел этого человека уже начата и не закончена.',
    en: 'A hand-over of this person is under way already.',
  },
  'handover-not-startable': {
    'zh-CN': '该交接已在进行或已结束。',
    ru: 'Эта передача дел уже идёт или закончена.',
    en: 'This hand-over runs already or is over.',
  },
  'handover-not-cancellable': {
    'zh-CN': '交接开始后不能取消。',
    ru: 'Начатую передачу дел отменить нельзя.',
    en: 'A hand-over cannot be called off once it has begun.',
  },
  'handover-target-needed': {
    'zh-CN': '该人员没有在职的上级，请指定接收人。',
    ru: 'У этого человека нет работающего руководителя: укажите, кому передать дела.',
    en: 'No manager of this person works here: say who takes the records.',
  },
  'unknown-person': {
    'zh-CN': '没有这位人员。',
    ru: 'Такого человека нет.',
    en: 'There is no such person.',
  },
  'target-leaving': {
    'zh-CN': '该人员即将离职，不能接收。',
    ru: 'Этот человек уходит и не может принять дела.',
    en: 'This person is leaving and cannot take records.',
  },
  'target-invited': {
    'zh-CN': '该人员尚未激活账户，不能接收。',
    ru: 'Этот человек ещё не приступил к работе и не может принять дела.',
    en: 'This person has not begun to work here and cannot take records.',
  },
  'target-itself': {
    'zh-CN': '不能交接给本人。',
    ru: 'Нельзя передать дела самому себе.',
    en: 'Nobody can hand over to themselves.',
  },
  'target-twice': {
    'zh-CN': '同一人被列出两次。',
    ru: 'Один и тот же человек указан дважды.',
    en: 'The same person is named twice.',
  },
  'target-count': {
    'zh-CN': '接收人数与交接方式不符：指定一人、分摊给若干人，或不指定（交给上级）。',
    ru: 'Число людей не подходит: один человек, несколько при распределении, никого при передаче руководителю.',
    en: 'Name one person, some to spread over, or none for the manager.',
  },
  'target-out-of-line': {
    'zh-CN': '该人员不是您的下属。',
    ru: 'Этот человек вам не подчинён.',
    en: 'This person does not report to you.',
  },
};
