import { expect, test } from 'vitest';
import { hiding } from './secrets.ts';

const orders = {
  file: 'orders.span.toml',
  text: 'name = "stores orders in postgres"\npassword = "postgres"\n',
  names: ['stores orders in postgres', 'postgres'],
};
const rendered = { file: 'a.span.toml.njk', text: 'name = "calls {{ TOKEN }}"', names: ['calls hush-hush'] };
const { text, toml } = hiding([orders, rendered], ['postgres', 'hush-hush']);

test('what a scenario is called stays where its file spells it out', () => {
  for (const kept of [
    'orders.span.toml',
    'orders.span.toml::stores orders in postgres',
    'orders.span.toml::stores orders in postgres[db=postgres]',
    'stores orders in postgres',
    'stores orders in postgres[db=postgres]',
  ]) {
    expect(text(kept)).toBe(kept);
  }
});

test('everything else that is secret is hidden', () => {
  expect(text('postgres')).toBe('***');
  expect(text('connected to postgres')).toBe('connected to ***');
  expect(text('orders.span.toml::stores hush-hush in postgres')).toBe(
    'orders.span.toml::stores *** in postgres',
  );
  expect(text('a.span.toml.njk::calls hush-hush')).toBe('a.span.toml.njk::calls ***');
  expect(text('calls hush-hush')).toBe('calls ***');
});

test('a rendered file keeps the names of its scenarios, where they are told and where they are waited for', () => {
  const written = 'name = "stores orders in postgres"\ndepends_on = ["postgres"]\npassword = "postgres"\n';
  expect(toml(orders, written)).toBe(
    'name = "stores orders in postgres"\ndepends_on = ["***"]\npassword = "***"\n',
  );
  expect(toml(rendered, 'name = "calls hush-hush"')).toBe('name = "calls ***"');
});
