/** Phrases of one language that stand right before somebody's own name, and those that close a letter. */
interface NameContexts {
  readonly before: string;
  readonly closing: string;
  readonly titles: string;
  /** Phrases right before an address. */
  readonly lives: string;
}

/** By language (ISO 639-1). These are the usual forms of letters and of introducing oneself; nothing here is a name. */
export const nameContexts: Readonly<Record<string, NameContexts>> = {
  en: {
    before: "this is|my name is|my name's|name:|I am|I'm|it's",
    closing:
      'thanks(?: a lot| in advance)?|thank you|(?:kind|best|warm) regards|regards|best(?: wishes)?|yours(?: sincerely| faithfully| truly)?|sincerely|cheers',
    titles: 'Mr\\.?|Mrs\\.?|Ms\\.?|Miss|Dr\\.?|Prof\\.?',
    lives:
      'I live (?:at|in)|my address is|address:|ship (?:it|them|this) to|send (?:it|them|this) to|deliver(?:y)?(?: it)? (?:to|address:?)',
  },
  de: {
    before: 'mein Name ist|hier ist|ich bin|ich heiße|ich heisse|hier spricht|Name:',
    closing:
      'mit freundlichen Grüßen|mit freundlichem Gruß|freundliche Grüße|(?:viele|liebe|beste|herzliche|schöne) Grüße|(?:lieben|besten|vielen) (?:Gruß|Dank)|danke|Gruß|MfG|hochachtungsvoll',
    titles: 'Herrn?|Frau|Dr\\.|Prof\\.',
    lives: 'Anschrift:?|Adresse:?|ich wohne (?:in|an)(?: der)?|wohnhaft(?: in)?|Lieferadresse:?',
  },
  fr: {
    before: "je m[’']appelle|mon nom est|je suis|ici|c[’']est|nom :",
    closing:
      "cordialement|bien à vous|bien cordialement|merci(?: d[’']avance| beaucoup)?|salutations|sincères salutations|amicalement|bonne journée",
    titles: 'M\\.|Mme|Mlle|Monsieur|Madame|Dr|Me',
    lives:
      "j[’']habite(?: au| à)?|mon adresse(?: est)?|adresse :?|livrez(?:-(?:le|la|moi))?(?: au| à)|domicilié(?:e)? (?:au|à)",
  },
  es: {
    before: 'me llamo|mi nombre es|soy|le habla|nombre:',
    closing:
      'un (?:cordial )?saludo|saludos(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano)?|cordialmente',
    titles: 'Sr\\.|Sra\\.|Srta\\.|Don|Doña|D\\.|Dra?\\.',
    lives: 'vivo en|mi dirección(?: es)?|dirección:?|domicilio:?|envíen(?:lo|la)? a|resido en',
  },
  it: {
    before: 'mi chiamo|il mio nome è|sono|qui|nome:',
    closing: '(?:cordiali|distinti|cari) saluti|saluti|grazie(?: mille| in anticipo)?|cordialmente',
    titles: 'Sig\\.(?:ra|na)?|Signora?|Dott\\.(?:ssa)?|Avv\\.',
    lives: 'abito (?:in|a)|il mio indirizzo(?: è)?|indirizzo:?|residente (?:in|a)|spedite(?:lo|la)? (?:in|a)',
  },
  nl: {
    before: 'mijn naam is|ik ben|met|u spreekt met|ik heet|naam:',
    closing:
      '(?:met )?(?:vriendelijke|hartelijke) groeten?|met vriendelijke groet|groet(?:en|jes)?|(?:hartelijk |alvast )?(?:bedankt|dank)',
    titles: 'Dhr\\.|Mevr\\.|Mevrouw|Meneer|Dr\\.',
    lives: 'adres:?|ik woon (?:op|aan|in)(?: de| het)?|bezorgadres:?|mijn adres(?: is)?',
  },
  pl: {
    before: 'nazywam się|jestem|tu|mam na imię|z tej strony|imię i nazwisko:',
    closing:
      'z poważaniem|pozdrawiam(?: serdecznie)?|(?:serdeczne |z )?pozdrowieniami?|dziękuję(?: z góry)?|z wyrazami szacunku',
    titles: 'Pana?|Pani(?:a|ą)?|dr|Sz\\. P\\.',
    lives: 'adres:?|mieszkam (?:przy|w|na)|zamieszkał(?:y|a) (?:przy|w)|wysyłka na',
  },
  pt: {
    before: 'meu nome é|me chamo|chamo-me|sou(?: o| a)?|aqui é(?: o| a)?|nome:',
    closing:
      '(?:um )?abraços?|atenciosamente|cordialmente|(?:muito )?obrigad(?:o|a)|cumprimentos|com os melhores cumprimentos|grat(?:o|a)|desde já agradeço',
    titles: 'Sr\\.|Sra\\.|Dona|Seu|Dra?\\.',
    lives: 'moro (?:em|na|no)|resido (?:em|na|no)|meu endereço(?: é)?|endereço:?|entregar? (?:em|na|no)',
  },
};
