"""Where work runs: one small protocol, processes of this machine and a dask cluster; no engine knows a station."""
