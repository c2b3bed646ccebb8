/** The inverse of a square matrix that has one, by elimination with the largest pivot. */
export function inverse(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    const best = rows
      .slice(column)
      .reduce(
        (place, row, offset) =>
          Math.abs(row[column] ?? 0) > Math.abs(rows[place]?.[column] ?? 0) ? column + offset : place,
        column,
      );
    const [own, pivot] = [rows[column], rows[best]];
    if (!own || !pivot) return [];
    rows[best] = own;
    const head = pivot[column] ?? 1;
    const scaled = pivot.map((value) => value / head);
    rows[column] = scaled;
    for (const [index, row] of rows.entries())
      if (index !== column) rows[index] = row.map((value, j) => value - (row[column] ?? 0) * (scaled[j] ?? 0));
  }
  return rows.map((row) => row.slice(size));
}
