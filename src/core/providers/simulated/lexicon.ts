import { stem } from './words.ts';

/** Groups of words that stand for the same matter, so that a label can be recognised in words that do not contain it. */
const groups: readonly string[] = [
  'billing charge invoice charged payment pay paid price card bank money subscription receipt twice overcharged fee cost amount transaction vat',
  'invoice invoiced receipt bill vat tax copy',
  'damaged damage broken broke smashed cracked crushed scratched dented shattered defect defective bent leaking torn',
  'late delay delayed overdue waiting waited never yet weeks missing lost nowhere came come',
  'refund refunded return money back reimburse reimbursement credit chargeback',
  'technical bug error crash crashes crashing broken fail fails failing failed fault defect issue glitch loading slow timeout freeze freezes exception stack malfunction install update api server',
  'account profile login log sign signin password username locked access verify verification two-factor authentication reset credentials',
  'shipping delivery deliver delivered delivers package parcel courier tracking shipped shipment arrive arrived late address post order',
  'cancel cancellation cancelling terminate unsubscribe close stop end',
  'urgent high critical immediately asap emergency blocked outage down production today deadline now lawyer escalate severe presentation otherwise nobody friday losing',
  'low minor whenever wondering curious rush sometime',
  'positive happy great love excellent good satisfied pleased delighted thank wonderful fantastic amazing perfect helpful recommend enjoyed',
  'negative unhappy bad terrible awful disappointed disappointing poor worst horrible angry hate useless broken unacceptable waste frustrating frustrated ridiculous rude nobody twice wrong cancel otherwise complaint',
  'angry furious frustrated outraged unacceptable ridiculous fed third complained',
  'feature request suggestion suggest add wish enhancement improve would-be nice idea',
  'question ask how wonder wondering information know explain help',
  'complaint complain unhappy unacceptable disappointed poor worst',
  'sales buy purchase quote pricing plan upgrade demo trial enterprise discount licence',
  'spam win winner prize click free offer viagra lottery congratulations',
  'security breach hacked phishing fraud stolen unauthorised unauthorized suspicious leak',
  'documentation docs readme manual guide typo tutorial',
  'performance slow latency lag memory speed faster',
  'legal lawyer contract gdpr privacy terms court',
  'sports match team goal player league score coach',
  'business company market stock shares profit merger revenue',
  'politics election government minister president vote parliament',
];

const related: ReadonlyMap<string, ReadonlySet<string>> = buildRelated();

const knownStems: ReadonlySet<string> = new Set(groups.flatMap((group) => group.split(' ').map(stem)));

/** The stems that speak for a label word: itself and its neighbours. */
export function relatedStems(labelStem: string): ReadonlySet<string> {
  return related.get(labelStem) ?? new Set([labelStem]);
}

/** True when the stem stands in some group: such words show what a text is about. */
export function isKnownMatter(wordStem: string): boolean {
  return knownStems.has(wordStem);
}

/**
 * Builds the relations. Only the first two words of a group name it: a "card" is about billing, but a label "card" is not about refunds.
 */
function buildRelated(): Map<string, ReadonlySet<string>> {
  const byName = new Map<string, ReadonlySet<string>>();
  for (const group of groups) {
    const stems = group.split(' ').map(stem);
    for (const name of stems.slice(0, 2)) byName.set(name, new Set([...(byName.get(name) ?? []), ...stems]));
  }
  return byName;
}
