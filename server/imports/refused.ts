/** The whole file cannot be used; the message is for the person who brought it. */
export class Refused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refused";
  }
}
