/** First and last names for stand-ins, by language: common ones, so that nobody in particular is meant. */
const names: Readonly<Record<string, { readonly first: string; readonly last: string }>> = {
  en: {
    first: 'Alice Brian Carol Daniel Emma Frank Grace Henry Irene Jack Karen Leo Mary Nathan Olivia Peter',
    last: 'Adams Baker Carter Davis Evans Foster Green Harris Jackson King Lewis Moore Nelson Parker Scott Turner',
  },
  de: {
    first: 'Anna Bernd Clara Dieter Elke Florian Greta Hans Ines Jonas Katrin Lukas Marie Norbert Petra Stefan',
    last: 'Albrecht Bauer Decker Engel Fischer Graf Huber Jung Kaiser Lang Maier Neumann Otto Pohl Richter Seidel',
  },
  fr: {
    first: 'Alain Brigitte Claire Denis Elise Fabien Gisele Hugo Irene Julien Karine Louis Manon Nicolas Odile Paul',
    last: 'Arnaud Bernard Caron David Dupont Fabre Garnier Henry Lambert Leroy Martin Noel Perrin Renard Simon Thomas',
  },
  es: {
    first: 'Ana Bruno Carmen Diego Elena Felipe Gloria Hugo Irene Jorge Lucia Manuel Nuria Oscar Pilar Rafael',
    last: 'Alonso Blanco Castro Delgado Flores Gil Herrera Iglesias Lopez Marin Navarro Ortega Prieto Ramos Serrano Vega',
  },
  it: {
    first: 'Anna Bruno Chiara Dario Elisa Franco Giulia Ivo Laura Marco Nadia Oscar Paola Renato Silvia Tullio',
    last: 'Amato Bianchi Conti Deluca Esposito Ferri Gallo Leone Marino Neri Orlando Parisi Ricci Sala Testa Villa',
  },
  nl: {
    first: 'Anouk Bram Carla Dirk Els Frank Greet Henk Ilse Jeroen Karin Luuk Maaike Niels Petra Ruben',
    last: 'Bakker Brouwer Dekker Evers Hendriks Jacobs Kok Meijer Mulder Peters Postma Schouten Smit Visser Vos Willems',
  },
  pl: {
    first: 'Adam Barbara Celina Dawid Ewa Filip Grazyna Henryk Irena Jan Krystyna Leszek Maria Norbert Oliwia Piotr',
    last: 'Adamczyk Baran Czarnecki Dudek Gajda Jablonski Kaminski Lis Mazur Nowak Olszewski Pawlak Rutkowski Sikora Wilk Zajac',
  },
  pt: {
    first: 'Ana Bruno Carla Diogo Elisa Fabio Gabriela Heitor Ines Joao Karina Lucas Marta Nuno Olga Paulo',
    last: 'Alves Barbosa Cardoso Dias Esteves Freitas Gomes Lima Martins Nunes Oliveira Pinto Ramos Santos Teixeira Vieira',
  },
};

/** A name of one, two or more words in a language; `draw` gives a number below its argument. */
export function nameStandIn(words: number, language: string | undefined, draw: (below: number) => number): string {
  const { first, last } = names[language ?? 'en'] ?? { first: 'Alex', last: 'Miller' };
  const pick = (list: string) => {
    const all = list.split(' ');
    return all[draw(all.length)] ?? '';
  };
  if (words <= 1) return pick(first);
  return [pick(first), ...Array.from({ length: words - 1 }, () => pick(last))].join(' ');
}
