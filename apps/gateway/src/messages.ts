import type { Messages } from '@kontor/errors/messages';

/** Sentences of the refusals that only the gateway gives. */
export const gatewayMessages: Messages = {
  'origin-not-allowed': {
    'zh-CN': '不能从此网站提交该表单。',
    ru: 'С этого сайта форму отправить нельзя.',
    en: 'The form may not be sent from this site.',
  },
  'repeated-parameter': {
    'zh-CN': '该参数只能出现一次。',
    ru: 'Этот параметр можно указать только один раз.',
    en: 'This parameter may be given only once.',
  },
  'goes-in-the-query': {
    'zh-CN': '这是查询参数，请放在地址中，例如 ?参数=值。',
    ru: 'Это параметр запроса: укажите его в адресе, например ?параметр=значение.',
    en: 'This is a parameter of the query: give it in the address, such as ?parameter=value.',
  },
  'malformed-request': {
    'zh-CN': '请求不符合 HTTP 规范。',
    ru: 'Запрос не соответствует протоколу HTTP.',
    en: 'The request is not valid HTTP.',
  },
  'headers-too-large': {
    'zh-CN': '请求头过大。',
    ru: 'Заголовки запроса слишком велики.',
    en: 'The headers of the request are too large.',
  },
  'request-timeout': {
    'zh-CN': '请求未能及时完整到达，请重试。',
    ru: 'Запрос не пришёл полностью за отведённое время. Повторите попытку.',
    en: 'The request did not arrive in time. Please try again.',
  },
  'event-cursor-invalid': {
    'zh-CN': 'Last-Event-ID 无效，请不带该请求头重新连接。',
    ru: 'Неверный Last-Event-ID. Подключитесь заново без этого заголовка.',
    en: 'The Last-Event-ID is not valid. Please connect again without it.',
  },
  'too-many-event-streams': {
    'zh-CN': '您打开的实时事件连接过多，最多 {max} 个，请关闭多余的连接。',
    ru: 'Открыто слишком много потоков событий: допустимо не больше {max}. Закройте лишние.',
    en: 'You have too many streams of events open: at most {max}. Close one.',
  },
  'events-not-ready': {
    'zh-CN': '实时事件尚未就绪，请稍后再试。',
    ru: 'Поток событий пока не готов. Повторите попытку чуть позже.',
    en: 'Live events are not ready yet. Please try again shortly.',
  },
  'import-file-missing': {
    'zh-CN': '请求中没有文件，请以名为 file 的部分上传。',
    ru: 'В запросе нет файла. Передайте его в части с именем file.',
    en: 'The request has no file. Send it as the part named file.',
  },
  'import-one-file': {
    'zh-CN': '一次只能上传一个文件，且文件须是最后一个部分。',
    ru: 'Можно передать только один файл, и он должен быть последней частью запроса.',
    en: 'Send one file only, as the last part: the options come before it.',
  },
  'import-file-too-large': {
    'zh-CN': '文件过大，最大 {max:bytes}。',
    ru: 'Файл слишком большой. Допустимый размер — не больше {max:bytes}.',
    en: 'The file is too large; it may have {max:bytes} at most.',
  },
  'import-columns-invalid': {
    'zh-CN': 'columns 应为 JSON 数组，例如 [{example}]。',
    ru: 'Поле columns должно быть массивом JSON, например [{example}].',
    en: 'columns must be a JSON array, such as [{example}].',
  },
  'import-upload-broken': {
    'zh-CN': '上传内容不是完整的 multipart/form-data，请重新上传。',
    ru: 'Загрузка multipart/form-data получена не полностью. Повторите её.',
    en: 'The upload is not complete multipart/form-data. Please upload again.',
  },
  'file-empty': {
    'zh-CN': '文件是空的，请选择其他文件。',
    ru: 'Файл пуст. Выберите другой.',
    en: 'The file is empty. Choose another one.',
  },
};
