/** What is known of who turns to a customer. */
export interface Turning {
  /** Whether it is we who begin. */
  outbound: boolean;
  /** End of the customer's freeze, and the moment of the talk, in epoch milliseconds. */
  freezeUntil: number | undefined;
  time: number;
  /** Whether the person owns it, stands in for its owner, or is a superior of one of them. */
  mayTurn: boolean;
}

/** Whether a talk is refused: a frozen customer is left alone by everybody but its owner and who answers for the owner. */
export function isLeftAlone({ outbound, freezeUntil, time, mayTurn }: Turning): boolean {
  return outbound && !mayTurn && freezeUntil !== undefined && freezeUntil > time;
}
