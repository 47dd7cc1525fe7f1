-- What the gateway called itself when the stream began: an operator sees by it which one is not connected.
-- Null: no gateway recorded it, or it did before this was kept.
alter table stream add column gateway_name text;
