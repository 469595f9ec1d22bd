import type { Messages } from './messages.js';

/** Why a whole request is refused or failed. */
export const requestMessages: Messages = {
  'mass-read': {
    'zh-CN': '您在一小时内查看的记录过多，请在 {seconds:seconds}后重试。',
    ru: 'За последний час вы просмотрели слишком много записей. Повторите через {seconds:seconds}.',
    en: 'You have read too many records within an hour. Please try again in {seconds:seconds}.',
  },
  'invalid-request': {
    'zh-CN': '请求内容有误，请检查标出的字段。',
    ru: 'Запрос заполнен неверно. Проверьте указанные поля.',
    en: 'The request is not valid. Please check the fields named.',
  },
  'broken-json': {
    'zh-CN': '请求正文不是有效的 JSON，请检查后重试。',
    ru: 'Тело запроса — не корректный JSON. Проверьте его и повторите.',
    en: 'The request body is not valid JSON. Please check it and try again.',
  },
  'broken-utf8': {
    'zh-CN': '请求中含有无效的 UTF-8 字节。',
    ru: 'В запросе есть байты, недопустимые в UTF-8.',
    en: 'The request contains bytes that are not valid UTF-8.',
  },
  'body-too-large': {
    'zh-CN': '请求正文超过允许的大小。',
    ru: 'Тело запроса превышает допустимый размер.',
    en: 'The request body exceeds the allowed size.',
  },
  'unsupported-media-type': {
    'zh-CN': '不支持该内容类型，请检查请求头 Content-Type。',
    ru: 'Такой тип содержимого не поддерживается. Проверьте заголовок Content-Type.',
    en: 'This content type is not supported. Please check the header Content-Type.',
  },
  'field-hidden': {
    'zh-CN': '您无权查看字段“{field}”，因此不能按它筛选、排序或统计。',
    ru: 'Поле «{field}» вам не показывается, поэтому отбирать, сортировать и считать по нему нельзя.',
    en: 'You may not see the field “{field}”, so you cannot filter, order or count by it.',
  },
  'field-not-writable': {
    'zh-CN': '您无权填写或修改：{field}。',
    ru: 'У вас нет права заполнять или изменять: {field}.',
    en: 'You may not set or change: {field}.',
  },
  'signed-out': {
    'zh-CN': '您尚未登录，或登录状态已失效，请登录。',
    ru: 'Вы не вошли в систему, или сеанс больше не действует. Войдите снова.',
    en: 'You are not signed in, or your session is no longer valid. Please sign in.',
  },
  'token-expired': {
    'zh-CN': '登录已过期，请重新登录或刷新令牌。',
    ru: 'Срок сеанса истёк. Войдите снова или обновите токен.',
    en: 'Your sign-in has expired. Sign in again or refresh the token.',
  },
  forbidden: {
    'zh-CN': '您没有执行此操作的权限（{permission}）。',
    ru: 'У вас нет права на это действие ({permission}).',
    en: 'You are not permitted to do this ({permission}).',
  },
  'not-found': {
    'zh-CN': '该地址不存在，请检查请求地址。',
    ru: 'По этому адресу ничего нет. Проверьте адрес запроса.',
    en: 'There is nothing at this address. Please check the path.',
  },
  'method-not-allowed': {
    'zh-CN': '该地址不支持此请求方法，请改用其他方法。',
    ru: 'Этот адрес не принимает запросы таким методом. Используйте другой метод.',
    en: 'This address does not accept this method. Please use another one.',
  },
  'record-not-found': {
    'zh-CN': '找不到该记录，或您无权查看。',
    ru: 'Такой записи нет, или у вас нет к ней доступа.',
    en: 'There is no such record, or you may not see it.',
  },
  'stale-record': {
    'zh-CN': '该记录已被修改，请在最新内容的基础上重试。',
    ru: 'Запись тем временем изменилась. Повторите действие с её новой версией.',
    en: 'The record has changed meanwhile. Please repeat your change on its new version.',
  },
  'record-changed': {
    'zh-CN': '该记录刚被他人同时修改，请重试。',
    ru: 'Запись одновременно изменил кто-то другой. Повторите попытку.',
    en: 'Somebody else changed the record at the same moment. Please try again.',
  },
  'request-in-progress': {
    'zh-CN': '相同的请求正在处理，请稍后再试。',
    ru: 'Такой же запрос уже выполняется. Повторите попытку чуть позже.',
    en: 'The same request is still being processed. Please try again shortly.',
  },
  'idempotency-key-reused': {
    'zh-CN': '该 Idempotency-Key 已用于另一个请求，请换一个新的。',
    ru: 'Этот Idempotency-Key уже использован для другого запроса. Укажите новый.',
    en: 'This Idempotency-Key was already used for a different request. Give a new one.',
  },
  'idempotency-key-invalid': {
    'zh-CN': 'Idempotency-Key 无效：只能使用可打印的 ASCII 字符，最多 {max} 个。',
    ru: 'Неверный Idempotency-Key: допустимы печатные символы ASCII, не больше {max}.',
    en: 'The Idempotency-Key is not valid: use printable ASCII characters, at most {max} of them.',
  },
  'etag-invalid': {
    'zh-CN': 'If-Match 的值无效，请使用记录的 etag。',
    ru: 'Неверное значение If-Match. Укажите etag записи.',
    en: 'The If-Match value is not valid; use the etag of the record.',
  },
  'page-token-invalid': {
    'zh-CN': '分页令牌无效，请从第一页重新开始。',
    ru: 'Неверный указатель страницы. Начните с первой страницы.',
    en: 'The page token is not valid. Please start again from the first page.',
  },
  'rate-limited': {
    'zh-CN': '请求过于频繁，请在 {seconds:seconds}后重试。',
    ru: 'Слишком много запросов. Повторите попытку через {seconds:seconds}.',
    en: 'Too many requests. Please try again in {seconds:seconds}.',
  },
  unavailable: {
    'zh-CN': '服务暂时不可用，请稍后再试。',
    ru: 'Сервис временно недоступен. Повторите попытку позже.',
    en: 'The service is temporarily unavailable. Please try again later.',
  },
  'store-unavailable': {
    'zh-CN': '文件存储（{store}）暂时不可用，请稍后再试。',
    ru: 'Хранилище файлов ({store}) временно недоступно. Повторите попытку позже.',
    en: 'The store of files ({store}) cannot be reached just now. Please try again later.',
  },
  'stored-bytes-missing': {
    'zh-CN': '文件存储（{store}）中找不到该文件的内容，请稍后再试或联系管理员。',
    ru: 'В хранилище файлов ({store}) нет содержимого этого файла. Повторите попытку позже или обратитесь к администратору.',
    en: 'The store of files ({store}) does not have the content of this file. Try again later or ask an administrator.',
  },
  'deadline-exceeded': {
    'zh-CN': '处理超时，操作可能已经完成，请确认后再重试。',
    ru: 'Ответ не получен вовремя. Возможно, действие выполнено: проверьте, прежде чем повторять.',
    en: 'No answer came in time. The action may have been carried out; please check before you repeat it.',
  },
  internal: {
    'zh-CN': '系统出现故障，请稍后再试。如问题反复出现，请将请求编号告知管理员。',
    ru: 'Произошла ошибка на нашей стороне. Если она повторяется, сообщите администратору номер запроса.',
    en: 'Something went wrong on our side. If it happens again, give the request id to your administrator.',
  },
};
