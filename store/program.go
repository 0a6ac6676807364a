package store

// Program gives the version of the program as the options of Open said it; "" when they did not.
func (w *Workspace) Program() string { return w.program }
