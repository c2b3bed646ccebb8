/** The digits of a text, without anything between them. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** The check of payment cards (ISO/IEC 7812). It passes for one in ten of all numbers, so that it never stands alone. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The remainder of a long number, digit by digit. */
function remainder(digits: string, divisor: number): number {
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % divisor, 0);
}

/** ISO 13616: the country and check digits go to the end, letters become numbers, and the rest of a division by 97 is 1. */
export function passesIban(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase();
  const moved = plain.slice(4) + plain.slice(0, 4);
  return (
    remainder(
      moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)),
      97,
    ) === 1
  );
}

/** Germany's tax id: ISO 7064, mod 11, 10. */
export function passesGermanTaxId(digits: string): boolean {
  const product = [...digits.slice(0, 10)].reduce((before, digit) => {
    const sum = (Number(digit) + before) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (11 - product) % 10 === Number(digits[10]);
}

/** France's social security number: its last two digits are 97 less the rest by 97. */
export function passesFrenchNir(text: string): boolean {
  const plain = text.replace(/\s/g, '').replace('2A', '19').replace('2B', '18');
  return 97 - remainder(plain.slice(0, 13), 97) === Number(plain.slice(13));
}

/** Spain's DNI and NIE: the letter is the rest by 23. */
export function passesSpanishDni(text: string): boolean {
  const digits = text.slice(0, -1).replace(/^[XYZ]/i, (letter) => String('XYZ'.indexOf(letter.toUpperCase())));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === text.at(-1)?.toUpperCase();
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Italy's tax code: letters and digits have one value at odd places and another one at even places. */
export function passesItalianCode(text: string): boolean {
  const sum = [...text.toUpperCase().slice(0, 15)].reduce((total, sign, index) => {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
    return total + (index % 2 === 0 ? (oddValues[value] ?? 0) : value);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === text.at(-1)?.toUpperCase();
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

/** The Dutch test of eleven. */
export function passesDutchBsn(digits: string): boolean {
  return digits.length === 9 && weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

export function passesPolishPesel(digits: string): boolean {
  return digits.length === 11 && weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

export function passesBrazilianCpf(digits: string): boolean {
  const check = (count: number) => {
    const sum = weighted(
      digits,
      Array.from({ length: count }, (_item, index) => count + 1 - index),
    );
    return ((sum * 10) % 11) % 10;
  };
  return (
    digits.length === 11 &&
    !/^(\d)\1+$/.test(digits) &&
    check(9) === Number(digits[9]) &&
    check(10) === Number(digits[10])
  );
}
