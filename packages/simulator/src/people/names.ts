/** A name as it is written, and the Latin letters that user names are made of. */
export type WrittenName = readonly [written: string, latin: string];

export interface NameTradition {
  readonly language: string;
  /** Written together with the family name in front, or apart with the given name in front. */
  readonly familyFirst: boolean;
  readonly between: string;
  readonly given: readonly WrittenName[];
  readonly family: readonly WrittenName[];
}

function tradition(language: string, given: string, family: string, joined = false): NameTradition {
  return {
    language,
    familyFirst: joined,
    between: joined ? "" : " ",
    given: given.split(" ").map(writtenName),
    family: family.split(" ").map(writtenName),
  };
}

function writtenName(entry: string): WrittenName {
  const [written = "", latin = written.toLowerCase()] = entry.split("=");
  return [written, latin];
}

/** Names by language, combined at random: nobody in particular bears them. */
export const nameTraditions: readonly NameTradition[] = [
  tradition(
    "en-GB",
    "Amelia Barnaby Clara Dexter Edith Felix Harriet Jasper",
    "Ashdown Birchall Copeland Dunmore Farrow Greaves O'Dell=odell Whitlock",
  ),
  tradition(
    "de-DE",
    "Jürgen=juergen Käthe=kaethe Ludger Margarete Sören=soeren Uta Volker Wiebke",
    "Börnsen=boernsen Grünwald=gruenwald Kloß=kloss Müthel=muethel Petersdorf Rautenberg Straßer=strasser Wölk=woelk",
  ),
  tradition(
    "fr-FR",
    "Anaïs=anais Benoît=benoit Cécile=cecile Étienne=etienne Gaëlle=gaelle Honoré=honore Maëlys=maelys",
    "Beauchêne=beauchene D'Aubrac=daubrac Gagné=gagne Lefèvre-Roux=lefevre-roux Montclair Thévenin=thevenin",
  ),
  tradition(
    "es-ES",
    "Begoña=begona Íñigo=inigo Jesús=jesus Lucía=lucia Martín=martin Ximena",
    "Azcárraga=azcarraga Cañizares=canizares Ibáñez=ibanez Peñalver=penalver Quiñones=quinones",
  ),
  tradition(
    "pl-PL",
    "Bożena=bozena Grażyna=grazyna Łukasz=lukasz Małgorzata=malgorzata Świętosław=swietoslaw Zbigniew",
    "Brzęczek=brzeczek Dąbek=dabek Gżegżółka=gzegzolka Łęcki=lecki Wąsik=wasik",
  ),
  tradition(
    "tr-TR",
    "Ayşegül=aysegul Çağrı=cagri Gökçe=gokce İlknur=ilknur Şebnem=sebnem Ümit=umit",
    "Akgün=akgun Çınar=cinar Işıklı=isikli Özgür=ozgur Yağmur=yagmur",
  ),
  tradition(
    "vi-VN",
    "Diệu=dieu Hồng=hong Phượng=phuong Quỳnh=quynh Tuấn=tuan",
    "Đặng=dang Lê=le Nguyễn=nguyen Trần=tran Vũ=vu",
  ),
  tradition(
    "is-IS",
    "Ásdís=asdis Eyþór=eythor Guðrún=gudrun Jökull=joekull Þórdís=thordis",
    "Bjarkadóttir=bjarkadottir Hallsson Sigmarsdóttir=sigmarsdottir Ægisson=aegisson",
  ),
  tradition(
    "ru-RU",
    "Аркадий=arkady Василиса=vasilisa Глафира=glafira Елисей=elisey Любовь=lyubov Тихон=tikhon",
    "Березин=berezin Журавская=zhuravskaya Лукошкин=lukoshkin Щеглов=shcheglov Ясенева=yaseneva",
  ),
  tradition(
    "uk-UA",
    "Богдана=bohdana Їлена=yilena Остап=ostap Соломія=solomiya Ярема=yarema",
    "Вербицький=verbytskyi Ґудзь=gudz Калинюк=kalynyuk Підгірна=pidhirna",
  ),
  tradition(
    "el-GR",
    "Αγγελική=angeliki Θεοφάνης=theofanis Καλλιόπη=kalliopi Σπυρίδων=spyridon",
    "Αλεξάκης=alexakis Κοντού=kontou Παπαδήμος=papadimos Ψαράς=psaras",
  ),
  tradition(
    "ka-GE",
    "თამარ=tamar გიორგი=giorgi ნინო=nino ვახტანგ=vakhtang",
    "ბერიძე=beridze ლომაძე=lomadze წერეთელი=tsereteli",
  ),
  tradition(
    "hy-AM",
    "Անահիտ=anahit Գևորգ=gevorg Շուշան=shushan Տիգրան=tigran",
    "Հակոբյան=hakobyan Մանուկյան=manukyan Սարյան=saryan",
  ),
  tradition(
    "ar-EG",
    "جميلة=jamila خالد=khalid رشا=rasha طارق=tariq هالة=hala",
    "البستاني=albustani الشامي=alshami القاضي=alqadi منصور=mansour",
  ),
  tradition(
    "he-IL",
    "אביגיל=avigail יונתן=yonatan נעמה=naama עומר=omer",
    "ברק=barak גולן=golan כרמלי=carmeli שדה=sadeh",
  ),
  tradition(
    "fa-IR",
    "پروانه=parvaneh ژاله=zhaleh کاوه=kaveh گیتی=giti",
    "بهرامی=bahrami چمنی=chamani فرهادیان=farhadian",
  ),
  tradition(
    "hi-IN",
    "अनन्या=ananya ईशान=ishan कावेरी=kaveri प्रणव=pranav श्रेया=shreya",
    "अग्निहोत्री=agnihotri चतुर्वेदी=chaturvedi मेहरा=mehra त्रिवेदी=trivedi",
  ),
  tradition("ta-IN", "அருண்=arun கயல்=kayal செல்வி=selvi முகில்=mugil", "இளங்கோ=ilango நெடுமாறன்=nedumaran வேலன்=velan"),
  tradition("th-TH", "กานดา=kanda ชนินทร์=chanin พิมพ์=phim สุรชัย=surachai", "ทองดี=thongdi วงศ์ไทย=wongthai ศรีสุข=srisuk"),
  tradition("am-ET", "ሐና=hanna በቀለ=bekele ትዕግስት=tigist ዮናስ=yonas", "ወልደማርያም=weldemariam ደስታ=desta ገብሬ=gebre"),
  tradition(
    "zh-CN",
    "晓燕=xiaoyan 国栋=guodong 雨桐=yutong 志强=zhiqiang 思源=siyuan",
    "欧阳=ouyang 陈=chen 林=lin 赵=zhao 周=zhou",
    true,
  ),
  tradition(
    "ja-JP",
    "さくら=sakura 健太=kenta 美咲=misaki 陽介=yosuke ひかる=hikaru",
    "五十嵐=igarashi 小川=ogawa 藤原=fujiwara 渡辺=watanabe",
    true,
  ),
  tradition("ko-KR", "민준=minjun 서연=seoyeon 지호=jiho 하은=haeun", "강=kang 남궁=namgung 박=park 최=choi", true),
];
