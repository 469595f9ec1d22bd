import { foldLetters } from '../../../apps/customer/src/duplicate/rules/look-alikes.ts';

/** Words that names are put together of, by what they are. The numbers of words decide how many names there are. */
const words = {
  zhCity:
    '北京 上海 广州 深圳 杭州 南京 成都 重庆 武汉 西安 天津 苏州 青岛 大连 厦门 宁波 长沙 郑州 沈阳 济南 合肥 福州 昆明 哈尔滨',
  zhSign:
    '华 信 达 隆 兴 泰 恒 瑞 丰 盛 鑫 宏 博 远 诚 安 康 宝 德 美 嘉 永 和 顺 利 通 源 凯 科 龙 金 星 海 天 正 明 光 东 中 新',
  zhTrade:
    '灯具 机械 电子 化工 纺织 食品 建材 物流 软件 仪器 医疗器械 包装 家具 汽车配件 五金 贸易 环保科技 服装 玩具 塑料',
  zhFamily:
    '王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕',
  zhGiven:
    '伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀 霞 平 刚 桂 英 华 玉 萍 红 建 文 辉 力 玲 国 庆 春 梅 小 志 学 海',
  ruCity:
    'Москва Санкт-Петербург Новосибирск Екатеринбург Казань Самара Омск Челябинск Ростов-на-Дону Уфа Красноярск Воронеж Пермь Волгоград Краснодар Саратов Тюмень Тольятти Ижевск Барнаул',
  ruWhat:
    'Северный Южный Восточный Западный Новый Старый Большой Малый Первый Главный Городской Сибирский Уральский Волжский Донской Балтийский Каспийский Байкальский Камский Русский Технический Торговый Строительный Промышленный Научный Транспортный Речной Морской Лесной Горный Степной Полевой Зелёный Белый Красный Синий Золотой Серебряный Медный Стальной',
  ruThing:
    'Завод Комбинат Инструмент Прибор Станок Двигатель Мотор Насос Кабель Провод Металл Прокат Сплав Цемент Кирпич Камень Лес Дом Мост Порт Причал Путь Вагон Груз Склад Рынок Товар Продукт Хлеб Колос Урожай Сад Луг Родник Ключ Ветер Маяк Компас Горизонт Вектор Импульс Сигнал Контакт Ресурс Резерв Капитал Актив Баланс Формат Стандарт Проект Модуль Блок Корпус Фонд Союз Альянс Партнёр Мастер Лидер',
  ruSyllable:
    'Мар Тех Пром Строй Снаб Сбыт Агро Энерго Нефте Газ Гидро Термо Электро Авто Авиа Био Эко Фарм Мед Хим',
  ruEnding:
    'сервис инвест торг монтаж проект деталь маш прибор комплект ресурс экспорт импорт альянс групп маркет дизайн контроль наладка ремонт плюс',
  ruFamily:
    'Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв',
  ruGiven:
    'Александр Сергей Дмитрий Андрей Алексей Максим Иван Михаил Пётр Павел Николай Владимир Виктор Юрий Олег Игорь Артём Роман Денис Константин Анна Мария Елена Ольга Наталья Татьяна Ирина Светлана Юлия Екатерина',
  enCity:
    'Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dresden Bremen London Manchester Birmingham Leeds Bristol Dublin Rotterdam Antwerp Vienna Zürich',
  enWhat:
    'Northern Southern Eastern Western Central Pacific Atlantic Baltic Nordic Alpine Royal Imperial United General National Global Prime First Modern Classic Bright Silver Golden Crystal Granite Harbour River Ocean Summit Valley Forest Meadow Falcon Eagle Phoenix Orion Vega Delta Sigma Omega',
  enSyllable: 'Mar Vel Tor Kan Ber Lin Sol Ram Fen Dor Gil Hal Nor Pel Ros Sten Tal Ulm Ven Wes',
  enEnding:
    'kor den mont field ton ham berg stad vik lund ford burn well wick dale gate bridge worth haven mere',
  enTrade:
    'Instruments Machinery Electronics Chemicals Textiles Foods Logistics Software Systems Lighting Packaging Furniture Automotive Hardware Trading Energy Optics Plastics Metals Ceramics Robotics Tools Valves Pumps Bearings Sensors Cables Motors Paper Glass Rubber Marine Aviation Medical Dental Printing Welding Coatings Fasteners Controls',
  enFamily:
    'Miller Smith Johnson Brown Taylor Wilson Davies Evans Thomas Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris Ward Moore King Watson Baker Harrison Morgan Patel Young',
  enGiven:
    'Anna Paul Maria James Laura Peter Julia David Sarah Martin Emma Lukas Sophie Thomas Clara Simon Alice Robert Helen Frank Nora Felix Eva Oscar Ida Hugo Lena Carl Rosa Victor',
} as const;

/** What a list of words is called. */
export type WordList = keyof typeof words;

/** Names of the lists, and the columns that they are in SQL. */
export const wordLists = Object.keys(words) as WordList[];

/** The column of a list: `zh_city`; with what duplicates are found by beside it: `zh_city_key`. */
export const wordColumn = (list: WordList): string =>
  list.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The words of a list. */
export const wordsOf = (list: WordList): string[] => words[list].split(' ');

/** The same as the service folds them where it looks for duplicates; punctuation within a word goes. */
export const keysOf = (list: WordList): string[] =>
  wordsOf(list).map((word) => foldLetters(word).replace(/[^\p{L}\p{N}]+/gu, ''));
