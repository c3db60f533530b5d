package auth0

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// server serves the requests that op has parsed and routed. It is a separate
// type so that op's method names stay out of Provider.
type server struct {
	op.UnimplementedServer
	p *Provider
}

func (s *server) Discovery(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	at := func(path string) string { return s.p.base + path }
	return op.NewResponse(&oidc.DiscoveryConfiguration{
		Issuer:                            s.p.issuer(),
		AuthorizationEndpoint:             at("/authorize"),
		TokenEndpoint:                     at("/oauth/token"),
		UserinfoEndpoint:                  at("/userinfo"),
		RevocationEndpoint:                at("/oauth/revoke"),
		EndSessionEndpoint:                at("/oidc/logout"),
		JwksURI:                           at("/.well-known/jwks.json"),
		ScopesSupported:                   oidcScopes,
		ResponseTypesSupported:            []string{string(oidc.ResponseTypeCode)},
		ResponseModesSupported:            []string{string(oidc.ResponseModeQuery), responseModeWebMessage},
		GrantTypesSupported:               []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken, grantTypePassword},
		ACRValuesSupported:                []string{acrSecondFactor},
		SubjectTypesSupported:             []string{"public"},
		IDTokenSigningAlgValuesSupported:  []string{"RS256"},
		TokenEndpointAuthMethodsSupported: []oidc.AuthMethod{oidc.AuthMethodNone},
		CodeChallengeMethodsSupported:     []oidc.CodeChallengeMethod{oidc.CodeChallengeMethodS256},
		ClaimsSupported: []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr",
			"name", "nickname", "locale", "email", "email_verified", "org_id"},
	}), nil
}

func (s *server) Keys(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	return op.NewResponse(s.p.jwks()), nil
}

// VerifyClient finds the client of a token or revocation request. All clients
// are public: PKCE and rotation protect the grants.
func (s *server) VerifyClient(_ context.Context, r *op.Request[op.ClientCredentials]) (op.Client, error) {
	c := s.p.client(r.Data.ClientID)
	if c == nil {
		return nil, errUnknownClient()
	}
	return opClient{Client: c}, nil
}

// UserInfo accepts access tokens that were requested with the openid scope and
// haven't expired by the injected clock.
func (s *server) UserInfo(_ context.Context, r *op.Request[oidc.UserInfoRequest]) (*op.Response, error) {
	unauthorized := op.NewStatusError(oidc.ErrAccessDenied().WithDescription("Unauthorized"), http.StatusUnauthorized)
	var private struct {
		Scope string `json:"scope"`
	}
	claims, err := s.p.verify(r.Data.AccessToken, &private)
	if err != nil || !slices.Contains(claims.Audience, s.p.userinfoAudience()) ||
		claims.ValidateWithLeeway(jwt.Expected{Time: s.p.now()}, time.Minute) != nil {
		return nil, unauthorized
	}
	user := s.p.userBySub(claims.Subject)
	if user == nil {
		return nil, unauthorized
	}
	info := map[string]any{"sub": user.Sub}
	user.describe(info, strings.Fields(private.Scope))
	return op.NewResponse(info), nil
}
