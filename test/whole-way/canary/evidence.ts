/** Where something was seen, and all that could be read there. */
export interface Evidence {
  add(place: string, ...texts: readonly string[]): void;
  /** The places in which one of the marks is to be read, plainly or in one of the usual codings. */
  placesOf(marks: readonly string[]): readonly string[];
  countOf(place: string): number;
}

export function collectEvidence(): Evidence {
  const seen: { readonly place: string; readonly text: string }[] = [];
  return {
    add(place, ...texts) {
      for (const text of texts) seen.push({ place, text });
    },
    placesOf(marks) {
      const forms = marks.flatMap(codings);
      return seen
        .filter(({ text }) => forms.some((form) => text.includes(form)))
        .map(({ place, text }) => `${place}: ${text.slice(0, 300)}`);
    },
    countOf: (where) => seen.filter(({ place }) => place === where).length,
  };
}

/** As it is, in JSON, in an address, in hex, and in base64 wherever it begins within three bytes. */
function codings(mark: string): string[] {
  const inBase64 = [0, 1, 2].map((shift) => {
    const coded = Buffer.from(' '.repeat(shift) + mark).toString('base64');
    // What touches its neighbours differs.
    return coded.slice(shift === 0 ? 0 : 4, Math.floor((mark.length + shift) / 3) * 4);
  });
  return [
    mark,
    JSON.stringify(mark).slice(1, -1),
    encodeURIComponent(mark),
    Buffer.from(mark).toString('hex'),
    ...inBase64,
    ...inBase64.map((coded) => coded.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}
