/// A test that rules name for what their pattern found.
public enum RuleValidator: String, Sendable, Hashable, Codable, CaseIterable, BitwiseCopyable {
    /// A payment card: prefix and length of a known network, and the Luhn digit.
    case card = "luhn"
    case iban = "iban-mod97"
    case phone, email, userinfo, ipv4, ipv6
    /// At least 20 characters of high entropy, with digits and letters.
    case entropy
    /// The value of a member such as `token`: no placeholder, at least 8 characters, and unlike a word.
    case credential
    /// The value of a member such as `password`: no placeholder and no word that logs put there.
    case password
    /// A password that is not in quotation marks: also ends where the next member begins.
    case barePassword = "bare-password"
    /// Base64 of `user:password`.
    case basic
    case usSSN = "us-ssn"
    case ukNHS = "uk-nhs"
    case deTaxID = "de-tax-id"
    case frNIR = "fr-nir"
    case esID = "es-id"
    case itCode = "it-codice-fiscale"
    case nlBSN = "nl-bsn"
    case beNRN = "be-nrn"
    case plPESEL = "pl-pesel"
    case sePNR = "se-personnummer"
    case noFNR = "no-fodselsnummer"
    case dkCPR = "dk-cpr"
    case fiHETU = "fi-hetu"
    case chAHV = "ch-ahv"
    case atSVNR = "at-svnr"
    case ptNIF = "pt-nif"
    case iePPS = "ie-pps"
    case brCPF = "br-cpf"
    case clRUT = "cl-rut"
    case inAadhaar = "in-aadhaar"
    case cnID = "cn-id"
    case krRRN = "kr-rrn"
    case jpMyNumber = "jp-my-number"
    case sgNRIC = "sg-nric"
    case auTFN = "au-tfn"
    case caSIN = "ca-sin"
    case zaID = "za-id"
    case trID = "tr-id"
    case roCNP = "ro-cnp"
    case czRC = "cz-rodne-cislo"
    case luhn = "luhn-only"

    /// How many bytes of the value are what was looked for, or `nil` when it is not.
    func accepted(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        switch self {
        case .card: Numbers.card(value)
        case .iban: Numbers.iban(value)
        case .phone: Numbers.phone(value)
        case .email: Addresses.email(value)
        case .userinfo: Addresses.userinfo(value)
        case .ipv4: Addresses.ipv4(value)
        case .ipv6: Addresses.ipv6(value)
        case .entropy: SecretShape.isRandom(value) ? value.count : nil
        case .credential: SecretShape.credential(value)
        case .password: SecretShape.password(value)
        case .barePassword: SecretShape.barePassword(value)
        case .basic: SecretShape.basic(value)
        default: NationalID.accepts(self, value) ? value.count : nil
        }
    }
}
