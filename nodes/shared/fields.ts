/** Fields that nodes have in many places, without what is the same in all of them. */
import type { INodeProperties } from 'n8n-workflow';

/** An empty text; `example` stands in the field until something is entered. */
export const textField = (displayName: string, name: string, example: string, description: string): INodeProperties => ({
  displayName,
  name,
  type: 'string',
  default: '',
  placeholder: `e.g. ${example}`,
  description,
});

/** A number from `minValue` on. */
export const numberField = (displayName: string, name: string, [minValue, fallback]: readonly [number, number], description: string): INodeProperties => ({
  displayName,
  name,
  type: 'number',
  typeOptions: { minValue },
  default: fallback,
  description,
});

/** A whole number from `minValue` on. */
export const countField = (...given: Parameters<typeof numberField>): INodeProperties => {
  const field = numberField(...given);
  return { ...field, typeOptions: { ...field.typeOptions, numberPrecision: 0 } };
};

/** The collection of what is rarely needed. */
export const optionsField = (...options: readonly INodeProperties[]): INodeProperties => ({
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [...options],
});

/** One item for each result, or one with everything. */
export const outputField = (items: string, pack: string): INodeProperties => ({
  displayName: 'Output',
  name: 'output',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Items', value: 'items', description: items },
    { name: 'Pack', value: 'pack', description: pack },
  ],
  default: 'pack',
  description: 'How to hand out the result',
});

/** Shown only where these parameters have one of these values. */
export const showFor = (field: INodeProperties, show: Readonly<Record<string, string[]>>): INodeProperties => ({
  ...field,
  displayOptions: { show: { ...field.displayOptions?.show, ...show } },
});
