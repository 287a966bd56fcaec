/** Whether a thing is among the one in four that show an unknown value while that switch is on; always the same for one id. */
export function chosenForOddity(id: string): boolean {
  let sum = 0;
  for (const character of id) sum += character.charCodeAt(0);
  return sum % 4 === 0;
}

/** WhatsApp's privacy id of a user: looks like the usual one, tells no phone number. */
export function lidOf(providerId: string): string {
  const digits = providerId.replace(/@.*$/, '');
  return `${[...digits].reverse().join('')}07@lid`;
}
