/** Domains of mail for everybody: that two people have an address there says nothing of their companies. */
export const publicMailProviders: ReadonlySet<string> = new Set([
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'aol.com',
  ],
  ...['icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'zoho.com', 'gmx.com', 'mail.com'],
  ...['gmx.de', 'gmx.net', 'web.de', 't-online.de', 'freenet.de', 'yahoo.de', 'hotmail.de', 'outlook.de'],
  ...['qq.com', 'foxmail.com', '163.com', '126.com', 'yeah.net', '188.com', 'vip.163.com', 'vip.qq.com'],
  ...[
    'sina.com',
    'sina.cn',
    'vip.sina.com',
    'sohu.com',
    '139.com',
    '189.cn',
    'wo.cn',
    'aliyun.com',
    '21cn.com',
  ],
  ...['tom.com', 'yahoo.com.cn', 'yahoo.cn', 'hotmail.co.uk', 'yahoo.co.uk', 'btinternet.com'],
  ...[
    'mail.ru',
    'inbox.ru',
    'list.ru',
    'bk.ru',
    'internet.ru',
    'yandex.ru',
    'ya.ru',
    'yandex.com',
    'yandex.by',
  ],
  ...['yandex.kz', 'rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'ro.ru', 'mail.ua', 'ukr.net'],
]);

/** Sites on which many have a page of their own: not a company's own domain. */
export const sharedSites: ReadonlySet<string> = new Set([
  ...['facebook.com', 'instagram.com', 'linkedin.com', 'twitter.com', 'x.com', 'youtube.com', 'tiktok.com'],
  ...[
    'vk.com',
    'ok.ru',
    't.me',
    'telegram.me',
    'avito.ru',
    'weibo.com',
    'douyin.com',
    'taobao.com',
    '1688.com',
  ],
  ...['alibaba.com', 'tmall.com', 'jd.com', 'amazon.com', 'ebay.com', 'sites.google.com', 'github.com'],
]);
