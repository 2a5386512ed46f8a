// The words of this page's language, made from the one resource file of that language.
const { default: table } = await import(`/assets/words.${document.documentElement.lang}.js`);

/** The words under `key`, {0} and so on filled in; a key without words is shown as it is. */
export const say = (key, ...values) =>
  (table[key] ?? key.split('.').pop().replaceAll('-', ' ')).replace(/\{(\d)\}/g, (_, i) => values[i] ?? '');

export const isSaid = (key) => key in table;

/** For numbers and dates. */
export const locale = document.documentElement.lang === 'de' ? 'de-DE' : 'en-GB';
