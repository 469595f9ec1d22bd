import type { Address } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Area codes of big cities, by country: what a number of seven or eight digits lacks. Names as people write them. */
const areaCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CN: {
    ...{ 北京: '10', beijing: '10', 上海: '21', shanghai: '21', 天津: '22', tianjin: '22', 重庆: '23' },
    ...{
      chongqing: '23',
      广州: '20',
      guangzhou: '20',
      深圳: '755',
      shenzhen: '755',
      沈阳: '24',
      shenyang: '24',
    },
    ...{
      南京: '25',
      nanjing: '25',
      武汉: '27',
      wuhan: '27',
      成都: '28',
      chengdu: '28',
      西安: '29',
      "xi'an": '29',
    },
    ...{
      xian: '29',
      大连: '411',
      dalian: '411',
      长春: '431',
      changchun: '431',
      哈尔滨: '451',
      harbin: '451',
    },
    ...{ 苏州: '512', suzhou: '512', 无锡: '510', wuxi: '510', 济南: '531', jinan: '531', 青岛: '532' },
    ...{
      qingdao: '532',
      杭州: '571',
      hangzhou: '571',
      宁波: '574',
      ningbo: '574',
      温州: '577',
      wenzhou: '577',
    },
    ...{ 义乌: '579', yiwu: '579', 福州: '591', fuzhou: '591', 厦门: '592', xiamen: '592', 泉州: '595' },
    ...{ 合肥: '551', hefei: '551', 长沙: '731', changsha: '731', 东莞: '769', dongguan: '769', 佛山: '757' },
    ...{
      foshan: '757',
      珠海: '756',
      zhuhai: '756',
      郑州: '371',
      zhengzhou: '371',
      石家庄: '311',
      太原: '351',
    },
    ...{ 南昌: '791', 南宁: '771', 昆明: '871', kunming: '871', 贵阳: '851', 兰州: '931', 海口: '898' },
    ...{ 乌鲁木齐: '991', urumqi: '991', 呼和浩特: '471', 烟台: '535', 常州: '519', 嘉兴: '573' },
  },
  RU: {
    ...{
      москва: '495',
      moscow: '495',
      'санкт-петербург': '812',
      'saint petersburg': '812',
      'st. petersburg': '812',
    },
    ...{ новосибирск: '383', екатеринбург: '343', 'нижний новгород': '831', казань: '843', самара: '846' },
    ...{ челябинск: '351', уфа: '347', пермь: '342', красноярск: '391', воронеж: '473', волгоград: '8442' },
    ...{ краснодар: '861', хабаровск: '4212', владивосток: '423', иркутск: '3952', омск: '3812' },
    ...{ 'ростов-на-дону': '863', саратов: '8452', тюмень: '3452', томск: '3822' },
  },
};

/**
 * The area code of where a record is, by its first address; undefined where the city is not known, which is no fault: the
 * number then stays as it was written.
 */
export function areaCodeOf(addresses: readonly Address[], companyCountry: string): string | undefined {
  const [first] = addresses;
  const country = first?.country || companyCountry;
  const city = (first?.city || first?.region || '').trim().toLowerCase().replace(/市$/, '');
  const codes = country === companyCountry ? areaCodes[country] : undefined;
  return codes && Object.hasOwn(codes, city) ? codes[city] : undefined;
}
