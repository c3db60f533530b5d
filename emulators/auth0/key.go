package auth0

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

type key struct {
	id      string
	private *rsa.PrivateKey
}

// RotateKeys creates a new signing key. The old ones stay in the JWKS, and what
// they signed stays valid, until DropOldKeys.
func (p *Provider) RotateKeys() error {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return fmt.Errorf("auth0: creating a signing key: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	id, err := p.randomID(12)
	if err != nil {
		return err
	}
	p.keys = append(p.keys, key{id, private})
	return nil
}

// DropOldKeys removes all keys except the current signing key.
func (p *Provider) DropOldKeys() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = p.keys[len(p.keys)-1:]
}

// jwks returns the public half of all keys, as served at
// /.well-known/jwks.json.
func (p *Provider) jwks() jose.JSONWebKeySet {
	p.mu.Lock()
	defer p.mu.Unlock()
	set := jose.JSONWebKeySet{}
	for _, k := range p.keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{
			Key: k.private.Public(), KeyID: k.id, Algorithm: string(jose.RS256), Use: "sig",
		})
	}
	return set
}

// sign returns claims as a JWT. The caller holds p.mu.
func (p *Provider) sign(claims map[string]any) (string, error) {
	k := p.keys[len(p.keys)-1]
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: k.private, KeyID: k.id}},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", fmt.Errorf("auth0: creating a signer: %w", err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		return "", fmt.Errorf("auth0: signing a token: %w", err)
	}
	return token, nil
}

// verify checks that one of the keys signed token for this issuer and decodes
// its claims. It doesn't check times: each caller has its own clock.
func (p *Provider) verify(token string, private any) (jwt.Claims, error) {
	var claims jwt.Claims
	t, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return claims, err
	}
	set := p.jwks()
	keys := set.Key(t.Headers[0].KeyID)
	if len(keys) == 0 {
		return claims, jose.ErrJWKSKidNotFound
	}
	if err := t.Claims(keys[0], &claims, private); err != nil {
		return claims, err
	}
	if claims.Issuer != p.issuer() {
		return claims, jwt.ErrInvalidIssuer
	}
	return claims, nil
}
