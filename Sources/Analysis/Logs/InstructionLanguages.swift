/// How people tell a machine to drop its instructions or to switch off what watches, in the languages that attacks are published
/// in. Beginnings of words, in lower case: a demand is a verb with one of the objects and one of the qualifiers near it.
///
/// The qualifiers ("all", "previous", "your") keep ordinary log lines out: "ignoring unknown instruction" has none.
struct InstructionLanguage: Sendable {
    var verbs: [String]
    var qualifiers: [String]
    var objects: [String]
    /// The verb may follow its object.
    var isVerbLast: Bool

    private init(_ verbs: String, _ qualifiers: String, _ objects: String, isVerbLast: Bool = false) {
        func list(_ text: String) -> [String] { text.split(separator: "|").map(String.init) }
        self.verbs = list(verbs)
        self.qualifiers = list(qualifiers)
        self.objects = list(objects)
        self.isVerbLast = isVerbLast
    }

    static let all: [InstructionLanguage] = drops + switches

    /// "Ignore all previous instructions."
    private static let drops = [
        InstructionLanguage(
            "ignore |disregard |forget |override |bypass |discard ",
            "previous|prior|above|earlier|all |your|any |every|preceding|system",
            "instruction|prompt|guideline|directive|rules you|programming"),
        InstructionLanguage(
            "ignorier|missacht|vergiss|vergessen sie|umgeh", "alle|vorherig|bisherig|obig|dein|ihre|früher|fruher|system",
            "anweisung|instruktion|vorgabe|anleitung|befehl"),
        InstructionLanguage(
            "ignore|oublie|contourne|ne tiens pas compte|ne tenez pas compte",
            "toutes|précédent|precedent|ci-dessus|tes |vos |antérieur|anterieur|système|systeme",
            "instruction|consigne|directive"),
        InstructionLanguage(
            "ignora|ignore |olvida|descarta|haz caso omiso", "todas|anterior|previa|arriba|tus |sus |sistema",
            "instruccion|indicacion|directric|órdenes|ordenes"),
        InstructionLanguage(
            "ignora|dimentica|trascura|non tenere conto", "tutte|precedent|tue |vostre|sopra|sistema",
            "istruzion|direttiv|indicazion"),
        InstructionLanguage(
            "ignore|esqueça|esqueca|desconsidere|despreze", "todas|anterior|acima|suas|prévia|previa|sistema",
            "instruç|instruco|instrucoes|diretriz|orientaç"),
        InstructionLanguage(
            "negeer|vergeet", "alle|vorige|eerdere|bovenstaande|je |jouw|uw |systeem", "instructie|aanwijzing|opdracht"),
        InstructionLanguage(
            "zignoruj|ignoruj|zapomnij|pomiń|pomin ", "wszystki|poprzedni|powyższ|powyzsz|twoj|swoje|system",
            "instrukcj|polece|wytyczn"),
        InstructionLanguage(
            "игнорируй|проигнорируй|игнорировать|забудь|не обращай", "все|предыдущ|прежн|свои|ваши|твои|систем",
            "инструкци|указани|команд|правил"),
        InstructionLanguage(
            "忽略|无视|無視|忘记|忘記|不要理会", "之前|以前|以上|所有|你的|先前|上述|前面|全部|系统", "指令|指示|说明|說明|提示|规则|規則", isVerbLast: true),
        InstructionLanguage(
            "無視して|無視し、|無視せよ|無視しろ|無視してください|忘れて|忘れろ", "以前|これまで|前の|上記|すべて|全て|あなた|システム",
            "指示|命令|指令|プロンプト|ルール", isVerbLast: true),
        InstructionLanguage("무시하|잊어|잊으", "이전|모든|위의|당신|앞의|시스템", "지시|명령|지침|프롬프트", isVerbLast: true),
        InstructionLanguage(
            "تجاهل|انس |انسى|تجاوز", "السابقة|جميع|كل |أعلاه|الخاصة بك|النظام", "التعليمات|تعليمات|الأوامر|أوامر|الإرشادات"),
        InstructionLanguage("अनदेखा|नज़रअंदाज|नजरअंदाज|भूल जा|उपेक्षा", "पिछले|सभी|सारे|पूर्व|ऊपर|अपने|सिस्टम", "निर्देश|आदेश|नियम", isVerbLast: true),
    ]

    /// "Switch off all alerts."
    private static let switches = [
        InstructionLanguage(
            "deaktivier|lösch|loesch|stumm|schalte", "alle |sämtlich|saemtlich", "alarm|warnung|überwachung|benachrichtigung"),
        InstructionLanguage("désactive|desactive|supprime|coupe ", "toutes|tous", "alerte|alarme|notification|surveillance"),
        InstructionLanguage("desactiv|silenci|elimina|borra|apaga", "todas|todos", "alert|alarma|notificacion|monitor"),
        InstructionLanguage("disattiv|silenzi|elimina|cancella|spegni", "tutti|tutte", "allarm|avvis|notific|monitoragg"),
        InstructionLanguage("desativ|silenci|exclua|apague|desligue", "todos|todas", "alert|alarm|notifica|monitor"),
        InstructionLanguage("schakel|verwijder|demp ", "alle ", "waarschuwing|alarm|melding|bewaking"),
        InstructionLanguage("wyłącz|wylacz|wycisz|usuń|usun ", "wszystki", "alert|alarm|powiadomie"),
        InstructionLanguage("отключи|удали|заглуши|выключи", "все |всё", "алерт|оповещени|тревог|уведомлени|мониторинг"),
        InstructionLanguage("关闭|關閉|禁用|静音|靜音|删除|刪除", "所有|全部", "告警|警报|警報|报警|监控|通知", isVerbLast: true),
        InstructionLanguage("無効にし|無効化し|削除し|停止し|ミュートし|止め", "すべて|全て|全部", "アラート|警告|監視|通知", isVerbLast: true),
        InstructionLanguage("비활성화하|음소거하|삭제하|꺼 |끄세요", "모든|모두", "알림|경고|알람|모니터링", isVerbLast: true),
        InstructionLanguage("عطل|احذف|أوقف|اكتم", "جميع|كل ", "التنبيهات|الإنذارات|تنبيهات|المراقبة"),
        InstructionLanguage("बंद कर|हटा|अक्षम|म्यूट", "सभी|सारे", "अलर्ट|चेतावन|सूचना|निगरानी", isVerbLast: true),
    ]
}
