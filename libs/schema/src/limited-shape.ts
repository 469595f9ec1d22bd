import type { DescMessage } from '@bufbuild/protobuf';
import { contract } from './contract.js';
import { customShaper } from './custom-limits.js';
import type { Shaped, Shaper } from './shape.js';
import { compile, shape, shaperOf } from './shape.js';
import type { FieldLimits, FieldRights, View } from './view.js';
import { maskedText, messageLimits, messagesWithin } from './view.js';

/**
 * The shape of an answer as somebody may see it: hidden fields are left out, of masked texts only shows that they are
 * not empty, and other masked values are left out, wherever in the answer the record stands. A record beyond reach
 * keeps the fields of its name. Without a view, and where nothing in the message is limited, it costs what shape costs.
 */
export function shapeFor(message: DescMessage, value: object, view: View | undefined): Shaped {
  if (!view) return shape(message, value);
  return limitedShaper(message, view.rights).run(value, view);
}

/** Whether the rights limit anything in a message or in those that it holds. */
export function isLimited(message: DescMessage, rights: FieldRights): boolean {
  return limitsWithin(message, rights) !== '';
}

/** Compiled functions for as many different sets of limits are kept; people with equal roles share one. */
const mostGraphs = 500;
const graphs = new Map<string, Shaper>();
const shaperByRights = new WeakMap<FieldRights, Map<string, Shaper>>();

function limitedShaper(message: DescMessage, rights: FieldRights): Shaper {
  let known = shaperByRights.get(rights);
  if (!known) shaperByRights.set(rights, (known = new Map()));
  let shaper = known.get(message.typeName);
  if (!shaper) {
    const limits = limitsWithin(message, rights);
    shaper = limits ? graphOf(message, limits, rights) : shaperOf(message, 'answer');
    known.set(message.typeName, shaper);
  }
  return shaper;
}

/** The functions depend on nothing but what the key names: rights that change and change back find theirs again. */
function graphOf(message: DescMessage, limits: string, rights: FieldRights): Shaper {
  const key = `${message.typeName} ${limits}`;
  const known = graphs.get(key);
  if (known) return known;
  const oldest = graphs.keys().next().value;
  if (graphs.size >= mostGraphs && oldest !== undefined) graphs.delete(oldest);
  const shaper = new LimitedShapers(rights).of(message);
  graphs.set(key, shaper);
  return shaper;
}

/** Names what is limited within a message; empty where nothing is. */
function limitsWithin(message: DescMessage, rights: FieldRights): string {
  return messagesWithin(message)
    .flatMap(({ typeName }) => {
      const limits = messageLimits(rights, typeName);
      const names = namesOf(typeName, rights);
      if (!limits && !names) return [];
      const { hidden = [], masked = [] } = limits ?? {};
      if (!names && [...hidden, ...masked].length === 0) return [];
      return [JSON.stringify([typeName, [...hidden].sort(), [...masked].sort(), names ?? null])];
    })
    .join(' ');
}

function namesOf(typeName: string, rights: FieldRights): readonly string[] | undefined {
  const object = contract.objectOf(typeName);
  return object && rights.names(object.name);
}

/** The functions of one message and those within it, which refer to each other. */
class LimitedShapers {
  private readonly shapers = new Map<string, Shaper>();

  constructor(private readonly rights: FieldRights) {}

  of(message: DescMessage): Shaper {
    const known = this.shapers.get(message.typeName);
    if (known) return known;
    const shaper: Shaper = { run: () => ({}) };
    this.shapers.set(message.typeName, shaper);
    const limits = messageLimits(this.rights, message.typeName);
    const usual = this.compiled(message, limits);
    const object = contract.objectOf(message.typeName);
    shaper.run = object ? this.byRecord(message, object.name, limits, usual) : usual;
    return shaper;
  }

  /** Looks at each record: whether it is beyond reach, and whether some of its fields are granted. */
  private byRecord(
    message: DescMessage,
    object: string,
    limits: FieldLimits | undefined,
    usual: Shaper['run'],
  ): Shaper['run'] {
    const names = new Set(this.rights.names(object) ?? ['id', 'etag']);
    const beyond = this.compiled(message, limits, (name) => names.has(name));
    return (record, seen) => {
      const view = seen as View;
      if (view.isNameOnly(record)) return beyond(record, seen);
      const id = (record as { id?: unknown }).id;
      const granted = limits && typeof id === 'string' ? view.granted(object, id) : [];
      if (granted.length === 0) return usual(record, seen);
      // A grant lasts minutes and is for one record: what it shows is compiled for the answer alone.
      return this.compiled(message, limits, () => true, new Set(granted))(record, seen);
    };
  }

  private compiled(
    message: DescMessage,
    limits: FieldLimits | undefined,
    isShown: (name: string) => boolean = () => true,
    granted: ReadonlySet<string> = new Set(),
  ): Shaper['run'] {
    const fields = contract
      .fields(message.typeName)
      .filter(({ name }) => isShown(name) && (granted.has(name) || !limits?.hidden.has(name)));
    const left = (names: ReadonlySet<string> = new Set()) =>
      new Set([...names].filter((name) => !granted.has(name)));
    const masked = left(limits?.masked);
    const custom = customShaper(left(limits?.hidden), masked, maskedText);
    return compile(fields, (inner) => this.of(inner), masked, maskedText, custom);
  }
}
