import type { Messages } from '@kontor/errors/messages';

/** The sentences of hand-overs. */
export const handoverMessages: Messages = {
  'handover-not-found': {
    'zh-CN': '没有这项交接，或您无权查看。',
    ru: 'Такой передачи дел нет, или у вас нет к ней доступа.',
    en: 'There is no such hand-over, or you may not see it.',
  },
  'handover-open': {
    'zh-CN': '该员工已有一项未完成的交接。',
    ru: 'Передача дел этого сотрудника уже начата и не закончена.',
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
    'zh-CN': '该员工没有在职的上级，请指定接收人。',
    ru: 'У этого сотрудника нет работающего руководителя: укажите, кому передать дела.',
    en: 'No superior of this person works here: say who takes the records.',
  },
  'unknown-person': {
    'zh-CN': '没有这位员工。',
    ru: 'Такого сотрудника нет.',
    en: 'There is no such person.',
  },
  'target-leaving': {
    'zh-CN': '该员工即将离职，不能接收。',
    ru: 'Этот сотрудник увольняется и не может принять дела.',
    en: 'This person is leaving and cannot take records.',
  },
  'target-invited': {
    'zh-CN': '该员工尚未激活账户，不能接收。',
    ru: 'Этот сотрудник ещё не активировал учётную запись и не может принять дела.',
    en: 'This person has not activated the account yet and cannot take records.',
  },
  'target-itself': {
    'zh-CN': '不能交接给本人。',
    ru: 'Нельзя передать дела самому себе.',
    en: 'Nobody can hand over to themselves.',
  },
  'target-twice': {
    'zh-CN': '同一人被列出两次。',
    ru: 'Один и тот же сотрудник указан дважды.',
    en: 'The same person is named twice.',
  },
  'target-count': {
    'zh-CN': '接收人数与交接方式不符：移交一人时指定一人，分摊时指定多人，交给上级时无需指定。',
    ru: 'Число получателей не подходит: укажите одного, при распределении — нескольких, при передаче руководителю — никого.',
    en: 'Name one person to hand over to, several to spread over, or none for the superior.',
  },
  'target-out-of-line': {
    'zh-CN': '该员工不是您的下属。',
    ru: 'Этот сотрудник вам не подчинён.',
    en: 'This person does not report to you.',
  },
};
