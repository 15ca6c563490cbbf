"""What people write: short sentences with a place in them, and ordinary ones without any."""

WITH_A_PLACE = [
    ("저 지금 시하누크빌 호텔에 갇혀 있어요", "Sihanoukville"),
    ("프놈펜에서 차로 두 시간 정도 왔어요", "Phnom Penh"),
    ("바벳으로 팔려갈 것 같아요", "Bavet"),
    ("포이펫인데 여권을 뺏겼습니다", "Poipet"),
    ("캄보디아 보코산에 있대요", "Bokor"),
    ("我被关在妙瓦底的KK园区，请救救我", "KK Park"),
    ("我在波贝，护照被拿走了", "Poipet"),
    ("他們把我帶到金邊了", "Phnom Penh"),
    ("我弟弟在果敢老街", "Laukkaing"),
    ("help me i am in bavet near the vietnam border", "Bavet"),
    ("They moved us from Poipet to O'Smach last night", "O'Smach"),
    ("we are locked in a casino, koh kong", "Koh Kong"),
    ("Em đang ở Bavet, cứu em với", "Bavet"),
    ("toi bi ban sang tam giac vang roi", "Golden Triangle SEZ"),
    ("Con tôi bị giữ ở Mộc Bài", "Moc Bai"),
    ("Saya disekap di Poipet, tolong", "Poipet"),
    ("kami dipindahkan ke Sihanoukville kemarin", "Sihanoukville"),
    ("หนูถูกขังอยู่ที่ปอยเปต ช่วยด้วย", "Poipet"),
    ("เขาพาข้ามแม่สอดไปเมียวดี", "Myawaddy"),
    ("ខ្ញុំត្រូវគេឃុំនៅក្រុងបាវិត", "Bavet"),
    ("បងខ្ញុំនៅប៉ោយប៉ែត", "Poipet"),
    ("मैं म्यावाडी में फंसा हूँ", "Myawaddy"),
    ("हमें दुबई से लाए थे", "Dubai"),
    ("म थाइल्याण्डबाट आएको, अहिले म्यावाडीमा छु", "Myawaddy"),
    ("ကျွန်တော် မြဝတီမှာ ပိတ်မိနေတယ်", "Myawaddy"),
    ("ရွှေကုက္ကိုမှာ အလုပ်လုပ်နေတယ်", "Shwe Kokko"),
    ("እባካችሁ እርዱኝ ከዱባይ ወደ ሚያዋዲ ወሰዱን", "Dubai"),
    ("nasa Myawaddy kami ngayon, tulong po", "Myawaddy"),
    ("Dinala nila kami sa Pasay", "Pasay"),
    ("میں میاوادی میں ہوں", "Myawaddy"),
    ("আমি মায়াওয়াদিতে আটকা আছি", "Myawaddy"),
    ("আমাকে দুবাই থেকে ব্যাংককে এনেছে", "Bangkok"),
    ("Niko Myawaddy, naomba msaada", "Myawaddy"),
    ("ຂ້ອຍຢູ່ຕົ້ນເຜິ້ງ ຊ່ວຍແດ່", "Ton Pheung"),
    ("Меня держат в Мьявади", "Myawaddy"),
    ("нас везут из Бангкока в Пойпет", "Bangkok"),
    ("je suis à Sihanoukville, aidez-moi", "Sihanoukville"),
    ("Estou preso em Poipet", "Poipet"),
    ("Estoy en Dubái y me van a llevar", "Dubai"),
    ("أنا محتجز في بانكوك", "Bangkok"),
    ("பாங்காக்கில் இருந்து கூட்டிச் சென்றார்கள்", "Bangkok"),
    ("tôi bị bán sang Lào", "Laos"),
    ("พี่สาวอยู่ลาว ติดต่อไม่ได้", "Laos"),
    ("タイから車で国境を越えました", "Thailand"),
    ("バンコクからポイペトに連れて行かれました", "Poipet"),
]

ORDINARY = [
    # English
    *(
        "help me please I am locked in",
        "no food for two days",
        "my name is Maria Santos",
        "call me +855 12 345 678",
    ),
    *(
        "they beat my friend and took our phones",
        "we are ten people on the 4th floor",
        "please do not call the police",
    ),
    *("Michael Jordan Lopez, 25 years old", "he said the man will come at nine", "passport number M1234567"),
    # Korean
    *(
        "살려주세요 갇혀 있어요",
        "이틀 동안 밥을 못 먹었어요",
        "제 이름은 김미리예요",
        "여기니까 빨리 와주세요",
        "오만원도 없어요",
    ),
    *(
        "그 후에 연락이 안 돼요",
        "어디로 가나요",
        "10층 1101호입니다",
        "모든 수단을 다 써봤어요",
        "010-0000-0001로 전화 주세요",
    ),
    *("친구이란 사람이 속였어요", "나가고 싶어요", "경찰에 신고하면 안 돼요", "사장이 때렸어요"),
    # Chinese
    *(
        "救命，我被关起来了",
        "两天没吃东西",
        "我叫王小明",
        "他们打我，手机被没收",
        "我们有十个人在四楼",
        "请不要报警",
    ),
    *("拜託救我", "我的電話號碼是0900000001", "他們要把我賣掉", "老板说要赔钱", "没有护照出不去"),
    # Vietnamese
    *("cứu tôi với, tôi bị nhốt", "hai ngày rồi không có gì ăn", "tôi tên là Nguyễn Thu Trang", "họ đánh bạn tôi"),
    *(
        "toi khong co ho chieu",
        "dung goi cong an",
        "ban oi giup minh",
        "ban na tang bon",
        "Tran Van Nam 0912345678",
    ),
    # Indonesian and Malay
    *(
        "tolong saya, saya dikurung",
        "sudah dua hari tidak makan",
        "saya takut mati di sini",
        "nama saya Budi Santoso",
    ),
    *(
        "bulan depan saya mau dijual",
        "cuba tolong saya",
        "di lantai empat kamar 412",
        "batu dan pasir di depan pintu",
    ),
    *("malang sekali nasib saya", "mereka serang kami tadi malam", "jangan telefon polis"),
    # Thai
    *("ช่วยด้วย หนูถูกขัง", "ไม่ได้กินข้าวสองวันแล้ว", "ไม่มีใครช่วยเลย", "ชื่อสมชาย ใจดี", "โทร 081-000-0001", "อย่าแจ้งตำรวจ"),
    *("เขาเอามือถือไปหมดแล้ว", "อยู่ชั้นสี่ห้อง 412"),
    # Khmer
    *("ជួយខ្ញុំផង ខ្ញុំត្រូវគេឃុំ", "មិនបានញ៉ាំបាយពីរថ្ងៃហើយ", "ខ្ញុំឈ្មោះ សុខា", "កុំហៅប៉ូលិស", "នៅជាន់ទីបួន", "ខ្ញុំនៅកណ្តាលផ្លូវ", "012 345 678"),
    # Hindi
    *("मुझे बचाओ, मैं बंद हूँ", "दो दिन से खाना नहीं मिला", "मेरा नाम राहुल शर्मा है", "माली ने देखा", "पुलिस को मत बुलाओ"),
    *("mujhe bachao main band hoon", "do din se khana nahi mila", "फोन नंबर 9000000001"),
    # Burmese
    *("ကူညီပါ ပိတ်မိနေတယ်", "နှစ်ရက် ထမင်းမစားရဘူး", "ကျွန်တော့်နာမည် အောင်အောင်", "ရဲမခေါ်ပါနဲ့", "စတုတ္ထထပ်မှာ"),
    # Amharic
    *("እባካችሁ እርዱኝ ተቆልፎብኛል", "ሁለት ቀን ምግብ አልበላሁም", "ስሜ አበበ ነው", "ፖሊስ አትጥሩ", "ስልኬን ወሰዱት"),
    # Filipino
    *(
        "tulong po, nakakulong kami",
        "dalawang araw na walang pagkain",
        "ako si Juan dela Cruz",
        "bago po sila dumating",
    ),
    *("mali ang sinabi nila", "may pag asa pa ba", "buhay pa ako", "huwag tumawag ng pulis"),
    # Urdu and Arabic
    *(
        "مجھے بچاؤ میں بند ہوں",
        "دو دن سے کھانا نہیں ملا",
        "میرا نام احمد خان ہے",
        "شام کو آئیں گے",
        "مالی مدد چاہیے",
    ),
    *("ساعدوني أنا محبوس", "لم آكل منذ يومين", "اسمي محمد علي", "بعد المغرب سيأتون", "أخذوا مالي وهاتفي"),
    # Bengali
    *("আমাকে বাঁচান আমি বন্দি", "দুই দিন খাবার নেই", "আমার নাম রহিম উদ্দিন", "পুলিশ ডাকবেন না", "চার তলায় আছি"),
    # Swahili
    *(
        "nisaidie nimefungiwa",
        "siku mbili bila chakula",
        "jina langu ni Amina Juma",
        "mali yangu wamechukua",
        "bali sijui",
    ),
    # Lao
    *("ຊ່ວຍຂ້ອຍແດ່ ຂ້ອຍຖືກຂັງ", "ບໍ່ໄດ້ກິນເຂົ້າສອງມື້", "ລາວຕີຂ້ອຍ", "ຢ່າໂທຫາຕຳຫຼວດ", "ຢູ່ຊັ້ນສີ່"),
    # Nepali
    *("मलाई बचाउनुहोस् म थुनिएको छु", "दुई दिनदेखि खाना छैन", "मेरो नाम सीता थापा हो", "प्रहरी नबोलाउनुहोस्", "चौथो तलामा छु"),
    # Russian
    *(
        "помогите, меня заперли",
        "два дня без еды",
        "меня зовут Иван Петров",
        "не звоните в полицию",
        "того человека избили",
    ),
    # French, Portuguese, Spanish
    *(
        "aidez-moi je suis enfermé",
        "pas de nourriture depuis deux jours",
        "je m'appelle Paul Martin",
        "la police non",
    ),
    *(
        "socorro, estou preso",
        "dois dias sem comida",
        "meu nome é João Silva",
        "não chame a polícia",
        "levaram meu celular",
    ),
    *(
        "ayuda, estoy encerrado",
        "dos días sin comida",
        "me llamo Carmen Rosario",
        "no gana nadie",
        "Santiago Toledo, 30 años",
    ),
    # Japanese, Tamil, Sinhala
    *(
        "助けてください閉じ込められています",
        "二日間食べていません",
        "名前は田中太郎です",
        "警察を呼ばないで",
        "スタイルとタイムカード",
        "アルバイトと聞いて来ました",
    ),
    *("என்னைக் காப்பாற்றுங்கள்", "இரண்டு நாட்களாக உணவு இல்லை", "என் பெயர் குமார்", "காவல்துறையை அழைக்காதீர்கள்"),
    *("මාව බේරගන්න", "දවස් දෙකක් කෑම නැහැ", "මගේ නම කමල්", "පොලිසියට කතා කරන්න එපා"),
    # Numbers
    *("+82 10-0000-0001", "2025.10.12 14:30", "USDT 20,000", "room 412", ""),
]
