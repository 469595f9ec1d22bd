import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about roles and who may give them. */
export const roleMessages: Messages = {
  'role-not-found': { 'zh-CN': '没有这个角色。', ru: 'Такой роли нет.', en: 'There is no such role.' },
  'unknown-role': {
    'zh-CN': '没有这个角色：{role}。',
    ru: 'Такой роли нет: {role}.',
    en: 'There is no such role: {role}.',
  },
  'role-id-form': {
    'zh-CN': '角色标识应以小写字母开头，只含小写字母、数字和连字符，例如 sales-engineer。',
    ru: 'Идентификатор роли состоит из строчных латинских букв, цифр и дефисов и начинается с буквы, например sales-engineer.',
    en: 'The id of a role consists of lower-case letters, digits and hyphens and begins with a letter, such as sales-engineer.',
  },
  'role-id-taken': {
    'zh-CN': '已有使用该标识的角色。',
    ru: 'Роль с таким идентификатором уже есть.',
    en: 'Another role has this id.',
  },
  'role-in-use': {
    'zh-CN': '仍有人员属于该角色，不能删除。',
    ru: 'Эта роль назначена сотрудникам, удалить её нельзя.',
    en: 'People hold this role: it cannot be removed.',
  },
  'administrator-fixed': {
    'zh-CN': '管理员角色不能修改或删除。',
    ru: 'Роль администратора нельзя изменить или удалить.',
    en: 'The role of administrators cannot be changed or removed.',
  },
  'unknown-permission': {
    'zh-CN': '没有这项权限：{entry}。',
    ru: 'Такого права нет: {entry}.',
    en: 'There is no such permission: {entry}.',
  },
  'unknown-object': {
    'zh-CN': '没有这类记录：{entry}。',
    ru: 'Такого вида записей нет: {entry}.',
    en: 'There is no such kind of record: {entry}.',
  },
  'entry-twice': {
    'zh-CN': '同一项给出了两次：{entry}。',
    ru: 'Указано дважды: {entry}.',
    en: 'Given twice: {entry}.',
  },
  'given-and-denied': {
    'zh-CN': '同一角色不能既授予又禁止：{entry}。',
    ru: 'Одна и та же роль не может и давать, и запрещать: {entry}.',
    en: 'One role cannot both give and deny {entry}.',
  },
  'names-of-all': {
    'zh-CN': '该角色可见全部记录，无需设置仅名称视图：{entry}。',
    ru: 'Роли доступны все записи, показ только названий не нужен: {entry}.',
    en: 'The role reaches all records, so that a name-only view of them is never used: {entry}.',
  },
  'shown-and-hidden': {
    'zh-CN': '该角色隐藏了此字段，不能在仅名称视图中显示：{entry}。',
    ru: 'Роль скрывает это поле, показать его вместе с названием нельзя: {entry}.',
    en: 'The role hides this field, so that the name-only view cannot show it: {entry}.',
  },
  'field-always-shown': {
    'zh-CN': '该字段始终显示：{entry}。',
    ru: 'Это поле видно всегда: {entry}.',
    en: 'This field is always shown: {entry}.',
  },
  'right-not-held': {
    'zh-CN': '您自己没有这项权限，不能授予：{right}。',
    ru: 'Нельзя дать право, которого нет у вас самих: {right}.',
    en: 'You cannot give a right that you do not have: {right}.',
  },
  'person-above': {
    'zh-CN': '此人拥有您没有的权限（{right}），请由管理员办理。',
    ru: 'У этого сотрудника есть право, которого нет у вас ({right}): обратитесь к администратору.',
    en: 'This person has a right that you do not have ({right}): ask an administrator.',
  },
  'own-place': {
    'zh-CN': '您不能修改自己的部门或上级，请由管理员办理。',
    ru: 'Изменить своё подразделение или руководителя нельзя: обратитесь к администратору.',
    en: 'You cannot change your own unit or manager: ask an administrator.',
  },
  'own-line': {
    'zh-CN': '您不能将其划归自己管辖，请由管理员办理。',
    ru: 'Нельзя подчинить это себе: обратитесь к администратору.',
    en: 'You cannot take this under yourself: ask an administrator.',
  },
  'own-roles': {
    'zh-CN': '您不能修改自己的角色，请由其他管理员办理。',
    ru: 'Изменить свои роли нельзя: обратитесь к другому администратору.',
    en: 'You cannot change your own roles: ask another administrator.',
  },
};
