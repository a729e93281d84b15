/// The views of the newest schema: the questions that are asked most.
///
/// A view holds no data, so a file that is brought up to date gets all of them anew, whatever it had under their names.
///
/// `CROSS JOIN` in `agent_results` fixes the order of the tables: asked for one run, SQLite would otherwise look through
/// all portfolios of the run once for every agent, many minutes with 100,000 of them instead of half a second. Its last
/// tick comes from `population_snapshots`, which has a row where `portfolio_snapshots` has thousands.
enum ResultViews {
  /// To be run in the transaction of the last migration.
  static let sql = """
    DROP VIEW IF EXISTS agent_results;
    DROP VIEW IF EXISTS strategy_profit;
    DROP VIEW IF EXISTS strategy_history;
    DROP VIEW IF EXISTS top_agents;
    DROP VIEW IF EXISTS agent_parameters;
    DROP VIEW IF EXISTS daily_bars;

    CREATE VIEW agent_results AS
    WITH last AS (SELECT run_id, max(tick) AS tick FROM population_snapshots GROUP BY run_id)
    SELECT a.run_id, a.agent_id, a.strategy, a.population, a.tier, a.symbol, p.tick, a.initial_equity, p.equity,
      p.realized_pnl, p.equity - a.initial_equity AS profit
    FROM last
    CROSS JOIN portfolio_snapshots p ON p.run_id = last.run_id AND p.tick = last.tick
    CROSS JOIN agents a ON a.run_id = p.run_id AND a.agent_id = p.agent_id;

    CREATE VIEW strategy_profit AS
    SELECT run_id, strategy, tick, count(*) AS agents, sum(profit) AS profit, avg(profit) AS profit_per_agent,
      sum(realized_pnl) AS realized_pnl, sum(profit > 0) AS winners
    FROM agent_results GROUP BY run_id, strategy;

    CREATE VIEW strategy_history AS
    SELECT run_id, strategy, tick, sum(agents) AS agents, sum(cash) AS cash, sum(equity) AS equity,
      sum(equity - initial_equity) AS profit, sum(realized_pnl) AS realized_pnl, sum(unrealized_pnl) AS unrealized_pnl
    FROM population_snapshots GROUP BY run_id, tick, strategy;

    CREATE VIEW top_agents AS
    SELECT run_id, row_number() OVER (PARTITION BY run_id ORDER BY profit DESC, agent_id) AS rank, agent_id,
      strategy, population, symbol, initial_equity, equity, profit
    FROM agent_results;

    CREATE VIEW agent_parameters AS
    SELECT a.run_id, a.agent_id, a.strategy, parameter.key AS parameter, parameter.value AS value
    FROM agents a
    JOIN populations p ON p.run_id = a.run_id AND p.name = a.population,
      json_each(json_patch(p.parameters_json, a.parameters_json)) AS parameter;

    CREATE VIEW daily_bars AS
    WITH frames AS (SELECT DISTINCT run_id, timeframe FROM candles),
    day AS (
      SELECT run_id, ticks_per_day,
        coalesce(max(CASE WHEN ticks_per_day % timeframe = 0 THEN timeframe END), min(timeframe)) AS timeframe
      FROM frames JOIN (SELECT run_id, config_json ->> '$.risk.ticks_per_day' AS ticks_per_day FROM runs)
        USING (run_id)
      GROUP BY run_id
    ),
    days AS (
      SELECT c.run_id, c.symbol, c.timeframe, c.tick_start / day.ticks_per_day AS day, min(c.tick_start) AS first,
        max(c.tick_start) AS last, max(c.high) AS high, min(c.low) AS low, sum(c.volume) AS volume
      FROM candles c JOIN day ON day.run_id = c.run_id AND day.timeframe = c.timeframe
      GROUP BY c.run_id, c.symbol, c.timeframe, c.tick_start / day.ticks_per_day
    )
    SELECT d.run_id, d.symbol, d.day, o.open, d.high, d.low, e.close, d.volume
    FROM days d
    JOIN candles o ON o.run_id = d.run_id AND o.symbol = d.symbol AND o.timeframe = d.timeframe
      AND o.tick_start = d.first
    JOIN candles e ON e.run_id = d.run_id AND e.symbol = d.symbol AND e.timeframe = d.timeframe
      AND e.tick_start = d.last;
    """
}
