/** One step of the schema, forwards. Once released it never changes: what is to be different is another step. */
export interface Migration {
  /** One more than that of the step before. */
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** Everything of ours lies in a schema of its own, for an operator may hand us a database that others use, too. */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'deliveries, turns, judgements, sessions',
    statements: [
      `create table tidewaiter.deliveries (
        id text primary key,
        event text not null,
        action text,
        installation bigint,
        repository text,
        received_at timestamptz not null default now()
      )`,
      'create index deliveries_by_installation on tidewaiter.deliveries (installation, received_at)',
      'create index deliveries_by_age on tidewaiter.deliveries (received_at)',

      // The last turn that each repository was given; see the queue.
      `create table tidewaiter.turns (
        installation bigint not null,
        repository text not null,
        priority text not null,
        turn integer not null,
        primary key (installation, repository, priority)
      )`,

      `create table tidewaiter.judgements (
        id bigint generated always as identity primary key,
        repository text not null,
        number integer,
        head_sha text not null,
        base_branch text not null,
        base_sha text,
        started_at timestamptz not null,
        outcome text not null check (outcome in ('pass', 'warn', 'block', 'skipped', 'failed')),
        reasons jsonb not null,
        blocking integer not null,
        files integer not null,
        objects integer not null,
        policies integer not null,
        not_judged integer not null
      )`,
      'create index judgements_by_pull_request on tidewaiter.judgements (repository, number, id desc)',
      'create index judgements_by_head on tidewaiter.judgements (repository, head_sha, id desc)',
      'create index judgements_by_age on tidewaiter.judgements (started_at)',

      `create table tidewaiter.judgement_findings (
        judgement bigint not null references tidewaiter.judgements on delete cascade,
        policy text not null,
        rule text not null,
        level text not null,
        status text not null,
        count integer not null,
        suggested integer not null,
        exempted integer not null,
        found_at timestamptz not null,
        primary key (judgement, policy, rule, level, status)
      )`,

      `create table tidewaiter.judgement_steps (
        judgement bigint not null references tidewaiter.judgements on delete cascade,
        step text not null,
        milliseconds double precision not null,
        primary key (judgement, step)
      )`,

      // What a later judgement of the same pull request no longer found.
      `create table tidewaiter.mendings (
        judgement bigint not null references tidewaiter.judgements on delete cascade,
        repository text not null,
        policy text not null,
        rule text not null,
        level text not null,
        count integer not null,
        suggested integer not null,
        found_at timestamptz not null,
        mended_at timestamptz not null,
        primary key (judgement, policy, rule, level)
      )`,
      'create index mendings_by_age on tidewaiter.mendings (mended_at)',

      `create table tidewaiter.closed_pull_requests (
        repository text not null,
        number integer not null,
        closed_at timestamptz not null,
        primary key (repository, number)
      )`,

      `create table tidewaiter.sessions (
        token_hash text primary key,
        login text not null,
        expires_at timestamptz not null
      )`,

      `create table tidewaiter.refusals (
        repository text not null,
        number integer not null,
        refusal text not null,
        said_at timestamptz not null default now(),
        primary key (repository, number, refusal)
      )`,

      `create table tidewaiter.state (
        key text primary key,
        value text not null
      )`,
      // The turn that was served last.
      "insert into tidewaiter.state (key, value) values ('turn', '0')",
    ],
  },
  {
    number: 2,
    name: 'what a session may see',
    statements: ["alter table tidewaiter.sessions add column repositories text[] not null default '{}'"],
  },
  {
    number: 3,
    name: 'where a refusal is said',
    statements: ['alter table tidewaiter.refusals add column asked_by text'],
  },
  {
    number: 4,
    name: 'what branches exempt',
    statements: [
      `create table tidewaiter.exemptions (
        repository text not null,
        base_branch text not null,
        read_at timestamptz not null,
        entries jsonb not null,
        primary key (repository, base_branch)
      )`,
    ],
  },
  {
    number: 5,
    name: 'what each judgement brought',
    statements: [
      'alter table tidewaiter.judgement_findings add column brought integer not null default 0',
      // What grew since the judgement before was not counted until now; what was found first was.
      `update tidewaiter.judgement_findings found set brought = found.count from tidewaiter.judgements
        where judgements.id = found.judgement and number is not null and found_at = started_at`,
    ],
  },
  {
    number: 6,
    name: 'which pull requests are open',
    statements: [
      // When GitHub last said so: whatever is left behind here has an end.
      `create table tidewaiter.open_pull_requests (
        repository text not null,
        number integer not null,
        seen_at timestamptz not null default now(),
        primary key (repository, number)
      )`,
      `insert into tidewaiter.open_pull_requests (repository, number)
        select repository, number from tidewaiter.judgements where number is not null
        except select repository, number from tidewaiter.closed_pull_requests`,
      'drop table tidewaiter.closed_pull_requests',
    ],
  },
  {
    number: 7,
    name: 'proposals with a date',
    statements: [
      // Each has two rows: it is found by its branch and by its commit.
      `create table tidewaiter.proposals (
        repository text not null,
        at text not null,
        asker text not null,
        asker_id bigint not null,
        head_sha text not null,
        proposed_at timestamptz not null default now(),
        primary key (repository, at)
      )`,
      `insert into tidewaiter.proposals (repository, at, asker, asker_id, head_sha)
        select split_part(key, ' ', 2), split_part(key, ' ', 3), value::jsonb ->> 'asker',
          (value::jsonb ->> 'askerId')::bigint, value::jsonb ->> 'headSha'
        from tidewaiter.state where key like 'proposal %'`,
      "delete from tidewaiter.state where key like 'proposal %'",
    ],
  },
  {
    number: 8,
    name: 'whose turn a merge group was',
    statements: [
      'alter table tidewaiter.judgements add column queued_number integer',
      `create index judgements_by_queued on tidewaiter.judgements (repository, queued_number)
        where queued_number is not null`,
    ],
  },
  {
    number: 9,
    name: 'which open pull requests have a check',
    statements: ['alter table tidewaiter.open_pull_requests add column settled text'],
  },
];
